package dk.sentinel.api.audit;

import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a search as they came; empty ones count as absent.
 *
 * @param from an instant
 * @param to an instant
 * @param action an action
 * @param actor an actor's id
 * @param outcome success, refused or failure
 * @param q a word that must stand in the entry
 * @param size how many entries
 * @param after where the last page ended
 */
record AuditQuery(
    @Nullable String from,
    @Nullable String to,
    @Nullable String action,
    @Nullable String actor,
    @Nullable String outcome,
    @Nullable String q,
    @Nullable String size,
    @Nullable String after) {
  private static final int SIZE = 50;
  private static final Pattern ACTION = Pattern.compile("[a-z][a-z.-]{0,60}");
  private static final Pattern OUTCOME = Pattern.compile("success|refused|failure");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

  /** What to look for; every parameter that cannot be read is noted as broken. */
  AuditCriteria criteria(Fields fields) {
    return new AuditCriteria(
        instant(fields, "from", from),
        instant(fields, "to", to),
        matching(fields, "action", action, ACTION, "must be an action such as report.open"),
        actor(fields),
        matching(fields, "outcome", outcome, OUTCOME, "must be success, refused or failure"),
        isAbsent(q) ? null : fields.text("q", q, 200),
        isAbsent(after) ? null : number(fields, "after", after, Long.MAX_VALUE),
        isAbsent(size) ? SIZE : (int) number(fields, "size", size, AuditCriteria.MAX_SIZE));
  }

  private @Nullable String actor(Fields fields) {
    if (isAbsent(actor)) {
      return null;
    }
    try {
      return AuditValue.code(String.valueOf(actor)).value();
    } catch (IllegalArgumentException notAnId) {
      fields.require(false, "actor", "must be the id of an actor");
      return null;
    }
  }

  private static @Nullable String matching(
      Fields fields, String field, @Nullable String value, Pattern pattern, String rule) {
    return isAbsent(value) ? null : fields.matching(field, value, pattern, rule);
  }

  private static @Nullable Instant instant(Fields fields, String field, @Nullable String value) {
    if (isAbsent(value)) {
      return null;
    }
    try {
      return Instant.parse(String.valueOf(value));
    } catch (DateTimeParseException notOne) {
      fields.require(false, field, "must be an instant such as 2026-01-31T08:00:00Z");
      return null;
    }
  }

  private static long number(Fields fields, String field, @Nullable String value, long max) {
    String text = String.valueOf(value);
    long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
    boolean fits = number >= 1 && number <= max;
    fields.require(
        fits,
        field,
        max == Long.MAX_VALUE ? "must be what next said" : "must be a number from 1 to " + max);
    return fits ? number : 1;
  }

  private static boolean isAbsent(@Nullable String value) {
    return value == null || value.isEmpty();
  }
}
