package dk.sentinel.portal.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A signing that waits for a second person, as the API tells. */
record Begun(List<Signed> signed, List<String> missing) {
  Begun {
    signed = List.copyOf(Objects.requireNonNullElse(signed, List.of()));
    missing = List.copyOf(Objects.requireNonNullElse(missing, List.of()));
  }

  record Signed(String by, Instant at) {}
}
