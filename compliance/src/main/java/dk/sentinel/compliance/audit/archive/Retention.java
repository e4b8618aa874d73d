package dk.sentinel.compliance.audit.archive;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * How long the searchable copy keeps entries: the current calendar year and so many before it.
 * PostgreSQL keeps all.
 *
 * @param years full calendar years before the current one, at least 1
 */
public record Retention(int years) {
  /** The five years that Danish rules on records of processing look back on, and the current. */
  public static final Retention DEFAULT = new Retention(5);

  /** Checks the years. */
  public Retention {
    if (years < 1) {
      throw new IllegalArgumentException("the searchable copy keeps at least one full year");
    }
  }

  /** What was recorded before this moment need not be kept; a New Year in Copenhagen. */
  Instant start(Instant now) {
    ZonedDateTime today = now.atZone(AuditCounts.ZONE).truncatedTo(ChronoUnit.DAYS);
    return today.withDayOfYear(1).minusYears(years).toInstant();
  }
}
