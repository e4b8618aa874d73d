package dk.sentinel.portal.audit;

import dk.sentinel.portal.web.Formats;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long the steps of a chart over time are. They begin where the API's steps begin. */
enum Step {
  HOUR,
  DAY,
  WEEK,
  MONTH;

  private static final int DAYS_BY_HOUR = 1;
  private static final int DAYS_BY_DAY = 62;
  private static final int DAYS_BY_WEEK = 400;

  /** The step that shows a period in a few dozen bars. A log without a first day goes by week. */
  static Step of(AuditFilter filter, LocalDate today) {
    @Nullable LocalDate from = filter.from();
    if (from == null) {
      return WEEK;
    }
    LocalDate to = filter.to() == null ? today : filter.to();
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    if (days <= DAYS_BY_HOUR) {
      return HOUR;
    }
    if (days <= DAYS_BY_DAY) {
      return DAY;
    }
    return days <= DAYS_BY_WEEK ? WEEK : MONTH;
  }

  /** The word for it in the API. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where the step begins that the moment lies in. */
  Instant floor(Instant moment) {
    ZonedDateTime local = moment.atZone(Formats.COPENHAGEN);
    ZonedDateTime day = local.truncatedTo(ChronoUnit.DAYS);
    return switch (this) {
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> day.toInstant();
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toInstant();
      case MONTH -> day.withDayOfMonth(1).toInstant();
    };
  }

  /** Where the next step begins. */
  Instant next(Instant start) {
    ZonedDateTime local = start.atZone(Formats.COPENHAGEN);
    return switch (this) {
      case HOUR -> start.plus(1, ChronoUnit.HOURS);
      case DAY -> local.plusDays(1).toInstant();
      case WEEK -> local.plusWeeks(1).toInstant();
      case MONTH -> local.plusMonths(1).toInstant();
    };
  }
}
