package dk.sentinel.reports.render;

import dk.sentinel.reports.audit.AuditReport;
import dk.sentinel.reports.audit.AuditSummary;
import dk.sentinel.reports.audit.AuditSummary.Count;
import dk.sentinel.reports.audit.AuditSummary.Line;
import dk.sentinel.reports.audit.AuditSummary.Listing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of a summary as rows, each with its section and what kind of row it is. */
final class AuditRows {
  /** How many actors are printed; the spreadsheet has them all. */
  private static final int MOST_ACTORS = 50;

  private final AuditSummary summary;
  private final AuditWords words;
  private final Collection<Map<String, ?>> rows = new ArrayList<>();

  AuditRows(AuditReport report) {
    this.summary = report.summary();
    this.words = new AuditWords(report);
  }

  Collection<Map<String, ?>> all() {
    counts("actions", summary.actions(), this::action);
    counts("actors", summary.actors(), words::who);
    counts("purposes", summary.purposes(), purpose -> words.of("purpose", purpose));
    counts("outcomes", summary.outcomes(), outcome -> words.of("outcome", outcome));
    listing("refusals", summary.refusals());
    listing("changes", summary.changes());
    listing("exports", summary.exports());
    listing("looks", summary.looks());
    return rows;
  }

  /** An action in words, with the outcome when it was not done. */
  private String action(String counted) {
    String[] parts = counted.split(" ", 2);
    String action = words.of("action", parts[0]);
    return parts.length == 1 ? action : action + " – " + words.of("outcome", parts[1]);
  }

  private void counts(String section, List<Count> counts, UnaryOperator<String> word) {
    if (counts.isEmpty()) {
      add(section, "note", Map.of("text", words.get("audit.none")));
    }
    for (Count count : counts.stream().limit(MOST_ACTORS).toList()) {
      String text = count.word().isEmpty() ? words.get("audit.others") : word.apply(count.word());
      add(section, "count", Map.of("text", text, "number", words.number(count.count())));
    }
    long more = counts.stream().skip(MOST_ACTORS).mapToLong(Count::count).sum();
    if (more > 0) {
      add(
          section,
          "count",
          Map.of("text", words.get("audit.others"), "number", words.number(more)));
    }
  }

  private void listing(String section, Listing listing) {
    for (Line line : listing.lines()) {
      add(
          section,
          "line",
          Map.of(
              "number", words.number(line.position()),
              "time", words.shortTime(line.at()),
              "who", words.who(line.actor()) + "\n" + words.of("role", line.role()),
              "text", words.of("action", line.action()),
              "note", note(line)));
    }
    if (listing.lines().isEmpty()) {
      add(section, "note", Map.of("text", words.get("audit.none")));
    } else if (listing.more() > 0) {
      add(section, "note", Map.of("text", words.get("audit.more", words.number(listing.more()))));
    }
  }

  /** What the act was about: the person, system or project concerned, and the fact beside it. */
  private String note(Line line) {
    String about =
        switch (line.object()) {
          case "person", "practice-system", "project", "report" ->
              line.actor().equals(line.objectId()) ? null : who(line.objectId());
          default -> null;
        };
    String ended = line.outcome().equals("success") ? null : words.of("outcome", line.outcome());
    return Stream.of(ended, about, fact(line.fact()))
        .flatMap(Stream::ofNullable)
        .collect(Collectors.joining(" · "));
  }

  private @Nullable String who(@Nullable String id) {
    return id == null ? null : words.who(id);
  }

  private @Nullable String fact(@Nullable String fact) {
    return fact == null ? null : words.of("fact", fact);
  }

  private void add(String section, String kind, Map<String, String> values) {
    Map<String, Object> row = new HashMap<>(values);
    row.put("section", section);
    row.put("kind", kind);
    row.put("heading", words.get("audit.section." + section));
    rows.add(row);
  }
}
