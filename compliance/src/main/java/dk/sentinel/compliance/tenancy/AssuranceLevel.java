package dk.sentinel.compliance.tenancy;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The levels of assurance of the national standard for identities (NSIS), lowest first. */
public enum AssuranceLevel {
  /** "Lav". */
  LOW("Low"),
  /** "Betydelig": the floor of Sentinel. */
  SUBSTANTIAL("Substantial"),
  /** "Høj". */
  HIGH("High");

  private static final String BASE = "https://data.gov.dk/concept/core/nsis/";

  private final String word;

  AssuranceLevel(String word) {
    this.word = word;
  }

  /** The level's URI as a claim carries it. */
  public String uri() {
    return BASE + "loa/" + word;
  }

  /** Whether this level is the floor or above it. */
  public boolean isAtLeast(AssuranceLevel floor) {
    return compareTo(floor) >= 0;
  }

  /** The level of a claim, with or without the part {@code loa/} that brokers disagree about. */
  public static Optional<AssuranceLevel> of(@Nullable String claim) {
    return Arrays.stream(values())
        .filter(level -> level.uri().equals(claim) || (BASE + level.word).equals(claim))
        .findFirst();
  }
}
