package dk.sentinel.compliance.audit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to being provable and searchable, over all clinics.
 *
 * @param unsequenced recorded entries without a position
 * @param unshipped entries with a position that the searchable copy does not have yet
 * @param oldest how long the oldest of them has waited; zero when none waits
 */
public record Backlog(long unsequenced, long unshipped, Duration oldest) {
  static Backlog at(Instant now, long unsequenced, long unshipped, @Nullable Instant oldest) {
    Duration waited = oldest == null ? Duration.ZERO : Duration.between(oldest, now);
    return new Backlog(unsequenced, unshipped, waited.isNegative() ? Duration.ZERO : waited);
  }
}
