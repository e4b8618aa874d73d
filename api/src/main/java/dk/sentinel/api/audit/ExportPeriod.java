package dk.sentinel.api.audit;

import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.tenancy.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The days of which the acts are taken along, both ends included, in the Danish calendar.
 *
 * @param from the first day; null for the log's beginning
 * @param to the last day; null for the log's end
 */
record ExportPeriod(@Nullable LocalDate from, @Nullable LocalDate to) {
  static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  /** Everything. */
  static final ExportPeriod WHOLE = new ExportPeriod(null, null);

  /** The days as they were asked for; what is wrong is noted and taken for the whole. */
  static ExportPeriod of(Fields fields, @Nullable String from, @Nullable String to) {
    LocalDate first = day(fields, "from", from);
    LocalDate last = day(fields, "to", to);
    boolean isOne = first == null || last == null || !last.isBefore(first);
    fields.require(isOne, "to", "must not be before from");
    return isOne ? new ExportPeriod(first, last) : WHOLE;
  }

  private static @Nullable LocalDate day(Fields fields, String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text);
      boolean fits = day.getYear() >= 1900 && day.getYear() <= 2200;
      fields.require(fits, field, "must be in 1900 to 2200");
      return fits ? day : null;
    } catch (DateTimeParseException notOne) {
      fields.require(false, field, "must be a date like 2026-01-31");
      return null;
    }
  }

  /** The same, as far as the scope of an act reaches. */
  ExportPeriod within(Scope scope) {
    LocalDate begins = scope.logFrom();
    LocalDate ends = scope.logTo();
    return new ExportPeriod(
        from == null || (begins != null && begins.isAfter(from)) ? begins : from,
        to == null || (ends != null && ends.isBefore(to)) ? ends : to);
  }

  /** Whether this is the whole log. */
  boolean isWhole() {
    return from == null && to == null;
  }

  /** Whether an act of this moment belongs to it. */
  boolean contains(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, DENMARK);
    return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
  }

  /** The days as they stand in a file's name, such as {@code 2026-01-01_2026-06-30}. */
  String text() {
    return (from == null ? "" : from) + "_" + (to == null ? "" : to);
  }
}
