package dk.sentinel.compliance.privacy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The management's permission to one person to retrieve data for quality work, as sundhedsloven §
 * 42 d stk. 2 nr. 2 litra c wants it: personal, by set criteria, for a time. It is never edited;
 * what should be otherwise is ended and given anew.
 *
 * @param id names it in the log
 * @param person the persistent professional id of the authorised health professional
 * @param authorisation their id in the national register: five characters
 * @param criteria by which it was given; at least one
 * @param from the first day on which it holds, in Denmark
 * @param to the last such day
 * @param grantedBy who gave it for the management
 * @param grantedAt when, business time
 * @param endedAt from when on it no longer holds, although its last day has not passed; null unless
 *     somebody ended it
 */
public record Permission(
    UUID id,
    String person,
    String authorisation,
    Set<PermissionCriterion> criteria,
    LocalDate from,
    LocalDate to,
    String grantedBy,
    Instant grantedAt,
    @Nullable Instant endedAt) {

  /** Keeps its own set. */
  public Permission {
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("a permission is given by at least one criterion");
    }
    criteria = Set.copyOf(criteria);
  }

  /** Whether it holds on a day, as far as is known now. */
  public boolean holdsOn(LocalDate day) {
    return endedAt == null && !day.isBefore(from) && !day.isAfter(to);
  }
}
