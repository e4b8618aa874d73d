package dk.sentinel.compliance.tenancy;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** URIs with and without {@code loa/}; a broker's own names; the bare words of OIOSAML 3.0. */
  private static final Pattern CLAIM =
      Pattern.compile(
          "(?:https://data\\.gov\\.dk/concept/core/nsis/(?:loa/)?|urn:grn:authn:dk:mitid:)?"
              + "([A-Za-z]+)");

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

  /** The level that a claim names in the words of any of the brokers (domain facts, 4.1 to 4.4). */
  public static Optional<AssuranceLevel> of(@Nullable String claim) {
    Matcher found = CLAIM.matcher(claim == null ? "" : claim);
    return found.matches()
        ? Arrays.stream(values())
            .filter(level -> level.word.equalsIgnoreCase(found.group(1)))
            .findFirst()
        : Optional.empty();
  }
}
