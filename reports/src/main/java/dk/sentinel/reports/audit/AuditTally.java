package dk.sentinel.reports.audit;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.reports.audit.AuditSummary.Count;
import dk.sentinel.reports.audit.AuditSummary.Line;
import dk.sentinel.reports.audit.AuditSummary.Listing;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts a log entry by entry, in any size of log with the same memory: what is listed and what is
 * told apart has a limit. Used by one thread at a time, in the order of the log.
 */
public final class AuditTally {
  /** How many acts of a kind are listed. */
  public static final int MOST_LINES = 200;

  /** How many words are told apart; a log has far fewer actions and people. */
  static final int MOST_WORDS = 1_000;

  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final Set<String> CHANGED =
      Set.of(
          "clinic",
          "member",
          "invitation",
          "permission",
          "access-review",
          "auditor",
          "practice-system",
          "consent",
          "power",
          "project",
          "subject");
  private static final String DONE = "success";
  private static final Set<String> OUTSIDERS = Set.of("operator", "auditor");
  private static final List<String> FACTS = List.of("reason", "format", "role");

  private long acts;
  private @Nullable Instant first;
  private @Nullable Instant last;
  private final Map<String, Long> actions = new HashMap<>();
  private final Map<String, Long> actors = new HashMap<>();
  private final Map<String, Long> purposes = new HashMap<>();
  private final Map<String, Long> outcomes = new HashMap<>();
  private final Map<YearMonth, Long> months = new TreeMap<>();
  private final Lines refusals = new Lines();
  private final Lines changes = new Lines();
  private final Lines exports = new Lines();
  private final Lines looks = new Lines();

  /** The first acts of a kind. */
  private static final class Lines {
    private final List<Line> kept = new ArrayList<>();
    private long total;

    void add(long position, AuditEntry entry) {
      total++;
      if (kept.size() < MOST_LINES) {
        kept.add(line(position, entry));
      }
    }

    Listing listing() {
      return new Listing(total, List.copyOf(kept));
    }
  }

  /** Counts an entry. */
  public void add(long position, AuditEntry entry) {
    Instant at = entry.recordedAt();
    acts++;
    first = first == null || at.isBefore(first) ? at : first;
    last = last == null || at.isAfter(last) ? at : last;
    boolean isDone = entry.outcome().equals(DONE);
    count(actions, isDone ? entry.action() : entry.action() + " " + entry.outcome());
    count(actors, entry.actor().id());
    count(purposes, entry.purpose());
    count(outcomes, entry.outcome());
    months.merge(YearMonth.from(at.atZone(DENMARK)), 1L, Long::sum);
    list(position, entry);
  }

  private void list(long position, AuditEntry entry) {
    if (!entry.outcome().equals(DONE)) {
      refusals.add(position, entry);
    } else if (isChange(entry.action())) {
      changes.add(position, entry);
    } else if (entry.action().endsWith(".export")) {
      exports.add(position, entry);
    } else if (OUTSIDERS.contains(entry.actor().role())) {
      looks.add(position, entry);
    }
  }

  private static boolean isChange(String action) {
    int dot = action.indexOf('.');
    return action.equals("agreement.sign")
        || (dot > 0 && CHANGED.contains(action.substring(0, dot)));
  }

  private static void count(Map<String, Long> counts, String word) {
    boolean hasRoom = counts.size() < MOST_WORDS || counts.containsKey(word);
    counts.merge(hasRoom ? word : "", 1L, Long::sum);
  }

  private static Line line(long position, AuditEntry entry) {
    String fact =
        FACTS.stream()
            .map(entry.details()::get)
            .flatMap(Stream::ofNullable)
            .map(Object::toString)
            .findFirst()
            .orElse(null);
    return new Line(
        position,
        entry.recordedAt(),
        entry.actor().id(),
        entry.actor().role(),
        entry.action(),
        entry.outcome(),
        entry.object().type(),
        entry.object().id(),
        fact);
  }

  /** What was counted so far. */
  public AuditSummary summary() {
    return new AuditSummary(
        acts,
        first,
        last,
        counts(actions),
        counts(actors),
        counts(purposes),
        counts(outcomes),
        months.entrySet().stream()
            .map(month -> new AuditSummary.Month(month.getKey(), month.getValue()))
            .toList(),
        refusals.listing(),
        changes.listing(),
        exports.listing(),
        looks.listing());
  }

  /** The most frequent first, and equals by the alphabet. */
  private static List<Count> counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(each -> new Count(each.getKey(), each.getValue()))
        .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::word))
        .toList();
  }
}
