package dk.sentinel.api.audit;

import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.archive.AuditCounts;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import dk.sentinel.compliance.audit.archive.AuditPage;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a search as they came; empty ones count as absent.
 *
 * @param from an instant
 * @param to an instant
 * @param action actions, any of which fits
 * @param actor an actor's id
 * @param role the role in which they acted
 * @param purpose ADMIN, QUALITY_42D, AUDIT or SUPPORT
 * @param outcome success, refused or failure
 * @param object a kind of object, or kind/id
 * @param correlation a UUID
 * @param q a word that must stand in the entry
 * @param size how many entries
 * @param after what {@code next} of the page before said
 * @param by the step of a timeline
 * @param with what shall come along with entries: facets, timeline
 */
record AuditQuery(
    @Nullable String from,
    @Nullable String to,
    @Nullable List<String> action,
    @Nullable String actor,
    @Nullable String role,
    @Nullable String purpose,
    @Nullable String outcome,
    @Nullable String object,
    @Nullable String correlation,
    @Nullable String q,
    @Nullable String size,
    @Nullable String after,
    @Nullable String by,
    @Nullable List<String> with) {
  /** The names of the parameters. */
  static final Set<String> NAMES =
      Arrays.stream(AuditQuery.class.getRecordComponents())
          .map(RecordComponent::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> EXTRAS = List.of("facets", "timeline");
  private static final int SIZE = 50;
  private static final int MAX_ACTIONS = 50;

  /** How many steps a timeline may have: an hour by hour of ten years is nobody's question. */
  private static final int MAX_STEPS = 2_000;

  private static final Pattern ACTION = Pattern.compile("[a-z][a-z.-]{0,60}");
  private static final Pattern OUTCOME = Pattern.compile("success|refused|failure");
  private static final Pattern PURPOSE = Pattern.compile("[A-Z][A-Z0-9_]{0,30}");
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z-]{0,60}");
  private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,60}");
  private static final Pattern UUID_SHAPE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern STEP = Pattern.compile("hour|day|week|month");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /** A search for everything. */
  static final AuditQuery EMPTY =
      new AuditQuery(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** What to look for; every parameter that cannot be read is noted as broken. */
  AuditCriteria criteria(Fields fields) {
    Instant since = instant(fields, "from", from);
    Instant until = instant(fields, "to", to);
    fields.require(
        since == null || until == null || since.isBefore(until), "to", "must be later than from");
    return new AuditCriteria(
        since,
        until,
        actions(fields),
        code(fields, "actor", actor, "must be the id of an actor"),
        matching(fields, "role", role, ROLE, "must be a role such as owner"),
        matching(fields, "purpose", purpose, PURPOSE, "must be a purpose such as ADMIN"),
        matching(fields, "outcome", outcome, OUTCOME, "must be success, refused or failure"),
        objectType(fields),
        objectId(fields),
        matching(fields, "correlation", correlation, UUID_SHAPE, "must be a UUID in lower case"),
        null,
        isAbsent(q) ? null : fields.text("q", q, 200));
  }

  /** Which part of what is found. */
  int size(Fields fields) {
    if (isAbsent(size)) {
      return SIZE;
    }
    String text = String.valueOf(size);
    int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    boolean fits = number >= 1 && number <= AuditPage.MAX_SIZE;
    fields.require(fits, "size", "must be a number from 1 to " + AuditPage.MAX_SIZE);
    return fits ? number : SIZE;
  }

  /** What comes along with entries. */
  AuditLook.Extras extras(Fields fields, AuditCriteria criteria, Instant now) {
    List<String> wanted = Objects.requireNonNullElse(with, List.of());
    fields.require(EXTRAS.containsAll(wanted), "with", "must be facets, timeline or both");
    return new AuditLook.Extras(
        wanted.contains("facets"),
        wanted.contains("timeline") ? step(fields, criteria, now) : null);
  }

  /** The step of a timeline; days when none is given. */
  AuditCounts.Step step(Fields fields, AuditCriteria criteria, Instant now) {
    if (!isAbsent(by) && !STEP.matcher(String.valueOf(by)).matches()) {
      fields.require(false, "by", "must be hour, day, week or month");
      return AuditCounts.Step.DAY;
    }
    AuditCounts.Step step =
        isAbsent(by)
            ? AuditCounts.Step.DAY
            : AuditCounts.Step.valueOf(String.valueOf(by).toUpperCase(Locale.ROOT));
    Instant since = criteria.from();
    Instant until = criteria.to();
    boolean isBounded =
        since == null
            ? step.compareTo(AuditCounts.Step.WEEK) >= 0
            : step.between(since, until == null ? now : until) <= MAX_STEPS;
    fields.require(
        isBounded, "by", "must give at most 2,000 steps: give a shorter period or a longer step");
    return step;
  }

  private List<String> actions(Fields fields) {
    List<String> given =
        action == null ? List.of() : action.stream().filter(one -> !one.isEmpty()).toList();
    fields.require(
        given.size() <= MAX_ACTIONS
            && given.stream().allMatch(one -> ACTION.matcher(one).matches()),
        "action",
        "must be an action such as report.open, at most 50 times");
    return given;
  }

  private @Nullable String objectType(Fields fields) {
    String kind = object == null ? null : object.split("/", 2)[0];
    return isAbsent(object)
        ? null
        : matching(fields, "object", kind, KIND, "must be a kind of object, or kind/id");
  }

  private @Nullable String objectId(Fields fields) {
    String[] parts = object == null ? new String[0] : object.split("/", 2);
    return parts.length < 2
        ? null
        : code(fields, "object", parts[1], "must be a kind of object, or kind/id");
  }

  private static @Nullable String code(
      Fields fields, String field, @Nullable String value, String rule) {
    if (isAbsent(value)) {
      return null;
    }
    try {
      return AuditValue.code(String.valueOf(value)).value();
    } catch (IllegalArgumentException notOne) {
      fields.require(false, field, rule);
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
      Instant moment = Instant.parse(String.valueOf(value));
      boolean fits =
          moment.isAfter(Instant.parse("1900-01-01T00:00:00Z"))
              && moment.isBefore(Instant.parse("2200-01-01T00:00:00Z"));
      fields.require(fits, field, "must be an instant between 1900 and 2200");
      return fits ? moment : null;
    } catch (DateTimeParseException notOne) {
      fields.require(false, field, "must be an instant such as 2026-01-31T08:00:00Z");
      return null;
    }
  }

  static boolean isAbsent(@Nullable String value) {
    return value == null || value.isEmpty();
  }
}
