package dk.sentinel.api.agreement;

import dk.sentinel.compliance.agreement.PowersOfAttorney;
import java.time.Instant;
import java.util.List;

/**
 * A signing that waits for a second person; until then nothing is in force.
 *
 * @param signed who has signed
 * @param missing names of those of whom one must still sign
 */
record BegunView(List<Signed> signed, List<String> missing) {
  BegunView(PowersOfAttorney.Begun begun) {
    this(
        begun.signed().stream().map(one -> new Signed(one.name(), one.at())).toList(),
        begun.missing());
  }

  record Signed(String by, Instant at) {}
}
