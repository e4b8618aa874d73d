package dk.sentinel.api.clinic;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** When data of the clinic arrived: the last of the five gates. */
@Component
public final class Arrivals {
  private final ArrivalStore store = new ArrivalStore();

  /**
   * Data have arrived.
   *
   * @param first when the first datum was stored, business time
   * @param last when the newest was received, business time
   */
  public record Arrival(Instant first, Instant last) {}

  /** When data arrived; empty when none ever did. */
  public Mono<Arrival> of(TenantTransaction transaction) {
    return store.arrival(transaction);
  }
}
