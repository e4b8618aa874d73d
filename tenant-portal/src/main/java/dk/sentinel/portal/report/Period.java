package dk.sentinel.portal.report;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The days a report covers, both included.
 *
 * @param usable false when the person's dates could not be used and the last twelve months stand in
 */
record Period(LocalDate from, LocalDate to, boolean usable) {
  private static final int LONGEST_YEARS = 5;
  private static final int EARLIEST_YEAR = 2000;

  /** The period that was asked for, else the twelve months that end today. */
  static Period asked(@Nullable String from, @Nullable String to, LocalDate today) {
    Period lastTwelveMonths = new Period(today.minusMonths(12).plusDays(1), today, true);
    if (blank(from) && blank(to)) {
      return lastTwelveMonths;
    }
    return day(from)
        .flatMap(first -> day(to).map(last -> new Period(first, last, true)))
        .filter(period -> !period.to().isBefore(period.from()))
        .filter(period -> period.from().getYear() >= EARLIEST_YEAR)
        .filter(period -> !period.to().isAfter(period.from().plusYears(LONGEST_YEARS)))
        .orElse(new Period(lastTwelveMonths.from(), lastTwelveMonths.to(), false));
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static Optional<LocalDate> day(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notADay) {
      return Optional.empty();
    }
  }
}
