package dk.sentinel.portal.people;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has.
 *
 * @param professionalId the person's persistent professional id
 * @param ydernumre the ydernumre whose figures they see; none means all
 * @param logFrom the first day of the log that an auditor reads
 * @param logTo the last such day
 * @param platform whether they audit the whole platform
 */
record Person(
    String professionalId,
    String name,
    String role,
    @Nullable Instant addedAt,
    @Nullable LocalDate until,
    List<String> ydernumre,
    @Nullable LocalDate logFrom,
    @Nullable LocalDate logTo,
    boolean platform) {
  Person {
    ydernumre = List.copyOf(Objects.requireNonNullElse(ydernumre, List.of()));
  }

  /** Whether the person may be permitted to work with figures. */
  public boolean seesFigures() {
    return role.equals("owner") || role.equals("physiotherapist");
  }

  /** Whether the role reaches less than the whole. */
  public boolean limited() {
    return !ydernumre.isEmpty() || logFrom != null || logTo != null;
  }
}
