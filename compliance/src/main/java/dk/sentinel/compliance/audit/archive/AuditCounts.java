package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.SequencedEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts of entries, by what they say or by when they were recorded. */
public final class AuditCounts {
  /** Days begin and end where the clinics are. */
  public static final ZoneId ZONE = ZoneId.of("Europe/Copenhagen");

  /** How many values of one facet are counted at most. */
  public static final int MAX_VALUES = 50;

  static final String REFUSED = "refused";
  static final String FAILURE = "failure";

  private AuditCounts() {}

  /** What entries are counted by. */
  public enum Facet {
    /** What was done. */
    ACTION("action"),
    /** Who acted. */
    ACTOR("actor.id"),
    /** In which role. */
    ROLE("actor.role"),
    /** Why. */
    PURPOSE("purpose"),
    /** How it ended. */
    OUTCOME("outcome"),
    /** What kind of thing was acted on. */
    OBJECT_TYPE("object.type");

    private final String field;

    Facet(String field) {
      this.field = field;
    }

    String valueOf(AuditEntry entry) {
      return switch (this) {
        case ACTION -> entry.action();
        case ACTOR -> entry.actor().id();
        case ROLE -> entry.actor().role();
        case PURPOSE -> entry.purpose();
        case OUTCOME -> entry.outcome();
        case OBJECT_TYPE -> entry.object().type();
      };
    }

    String field() {
      return field;
    }

    /** The criteria without the one that this facet narrows: so its other values are counted. */
    AuditCriteria freed(AuditCriteria all) {
      return new AuditCriteria(
          all.from(),
          all.to(),
          this == ACTION ? List.of() : all.actions(),
          this == ACTOR ? null : all.actor(),
          this == ROLE ? null : all.role(),
          this == PURPOSE ? null : all.purpose(),
          this == OUTCOME ? null : all.outcome(),
          this == OBJECT_TYPE ? null : all.objectType(),
          all.objectId(),
          all.correlation(),
          all.subject(),
          all.word());
    }
  }

  /**
   * How many entries say something.
   *
   * @param value what they say
   * @param count how many
   */
  public record Value(String value, long count) {}

  /**
   * Counts by facet.
   *
   * @param total how many entries fit all criteria
   * @param values by facet, the most frequent first, at most {@link #MAX_VALUES}; each counted
   *     under all other criteria
   */
  public record Facets(long total, Map<Facet, List<Value>> values) {}

  /** How long the steps of a timeline are. */
  public enum Step {
    /** From full hour to full hour. */
    HOUR(ChronoUnit.HOURS),
    /** Calendar days. */
    DAY(ChronoUnit.DAYS),
    /** From Monday to Sunday. */
    WEEK(ChronoUnit.WEEKS),
    /** Calendar months. */
    MONTH(ChronoUnit.MONTHS);

    private final ChronoUnit unit;

    Step(ChronoUnit unit) {
      this.unit = unit;
    }

    /** How many of them lie between two moments, about. */
    public long between(Instant from, Instant to) {
      return unit.between(from.atZone(ZONE), to.atZone(ZONE)) + 1;
    }

    /** The step's beginning that lies at or before the moment. */
    Instant floor(Instant moment) {
      ZonedDateTime local = moment.atZone(ZONE);
      ZonedDateTime day = local.truncatedTo(ChronoUnit.DAYS);
      return switch (this) {
        case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
        case DAY -> day.toInstant();
        case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L).toInstant();
        case MONTH -> day.withDayOfMonth(1).toInstant();
      };
    }
  }

  /**
   * How many entries were recorded in a step.
   *
   * @param start when the step begins
   * @param count how many, never zero
   * @param refused how many of them tell of something refused
   * @param failed how many of them tell of something that failed
   */
  public record Bar(Instant start, long count, long refused, long failed) {
    static Bar of(Instant start, List<SequencedEntry> entries) {
      return new Bar(start, entries.size(), ended(entries, REFUSED), ended(entries, FAILURE));
    }

    private static long ended(List<SequencedEntry> entries, String outcome) {
      return entries.stream().filter(one -> one.entry().outcome().equals(outcome)).count();
    }
  }

  /** The same counts as OpenSearch gives, of these entries alone. */
  public static Facets facets(List<SequencedEntry> entries, AuditCriteria criteria) {
    Map<Facet, List<Value>> values = new LinkedHashMap<>();
    for (Facet facet : Facet.values()) {
      AuditCriteria others = facet.freed(criteria);
      Map<String, Long> counts =
          entries.stream()
              .filter(others::matches)
              .collect(
                  Collectors.groupingBy(
                      entry -> facet.valueOf(entry.entry()), Collectors.counting()));
      values.put(facet, mostFrequent(counts));
    }
    return new Facets(entries.stream().filter(criteria::matches).count(), values);
  }

  private static List<Value> mostFrequent(Map<String, Long> counts) {
    List<Value> values = new ArrayList<>();
    counts.forEach((value, count) -> values.add(new Value(value, count)));
    values.sort(Comparator.comparingLong(Value::count).reversed().thenComparing(Value::value));
    return List.copyOf(values.subList(0, Math.min(values.size(), MAX_VALUES)));
  }

  /** The same timeline as OpenSearch gives, of these entries alone. */
  public static List<Bar> timeline(
      List<SequencedEntry> entries, AuditCriteria criteria, Step step) {
    TreeMap<Instant, List<SequencedEntry>> steps =
        entries.stream()
            .filter(criteria::matches)
            .collect(
                Collectors.groupingBy(
                    entry -> step.floor(entry.entry().recordedAt()),
                    TreeMap::new,
                    Collectors.toList()));
    return steps.entrySet().stream().map(bar -> Bar.of(bar.getKey(), bar.getValue())).toList();
  }
}
