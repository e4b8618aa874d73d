package dk.sentinel.planted.time_comes_from_a_clock.api.clinic;

import java.time.Instant;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Instant wrong() {
    return Instant.now();
  }
}
