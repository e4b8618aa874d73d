package dk.sentinel.reports;

import java.time.LocalDate;

/**
 * The days a report is about, both ends included, in the Danish calendar (Europe/Copenhagen).
 *
 * @param from the first day
 * @param to the last day, not before the first
 */
public record ReportPeriod(LocalDate from, LocalDate to) {

  /** Refuses a period that ends before it begins. */
  public ReportPeriod {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("The period ends before it begins: " + from + " – " + to);
    }
  }

  /** Whether the day lies in the period. */
  public boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }
}
