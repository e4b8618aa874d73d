package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.Backlog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Shows as metrics how many entries wait to be provable and searchable, and for how long. */
final class BacklogGauges {
  private volatile Backlog backlog = new Backlog(0, 0, Duration.ZERO);

  BacklogGauges(MeterRegistry meters) {
    Gauge.builder("sentinel.audit.unsequenced", () -> backlog.unsequenced())
        .description("recorded entries without a position in their log")
        .register(meters);
    Gauge.builder("sentinel.audit.unshipped", () -> backlog.unshipped())
        .description("entries with a position that cannot be searched yet")
        .register(meters);
    Gauge.builder("sentinel.audit.lag", () -> backlog.oldest().toMillis() / 1_000.0)
        .description("how long the oldest of them has waited")
        .baseUnit("seconds")
        .register(meters);
  }

  /** Takes a new measurement; nothing more is to do until the next. */
  int show(Backlog measured) {
    backlog = measured;
    return 0;
  }
}
