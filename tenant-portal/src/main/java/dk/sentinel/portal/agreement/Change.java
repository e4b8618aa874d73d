package dk.sentinel.portal.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A section that is different from an older version, paragraph by paragraph. */
public record Change(String number, String heading, List<Line> lines) {
  /** Keeps its own copy of the lines. */
  public Change {
    lines = List.copyOf(Objects.requireNonNullElse(lines, List.of()));
  }

  /** A paragraph: same, removed or added. */
  public record Line(String kind, String text) {}

  /** What stands side by side: before and now; null where there is nothing. */
  public record Row(@Nullable String before, @Nullable String now, boolean different) {}

  /** The paragraphs side by side: what was removed beside what came in its place. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    List<String> added = new ArrayList<>();
    for (Line line : lines) {
      switch (line.kind) {
        case "removed" -> removed.add(line.text);
        case "added" -> added.add(line.text);
        default -> {
          pair(removed, added, rows);
          rows.add(new Row(line.text, line.text, false));
        }
      }
    }
    pair(removed, added, rows);
    return List.copyOf(rows);
  }

  private static void pair(List<String> removed, List<String> added, List<Row> rows) {
    for (int at = 0; at < Math.max(removed.size(), added.size()); at++) {
      rows.add(
          new Row(
              at < removed.size() ? removed.get(at) : null,
              at < added.size() ? added.get(at) : null,
              true));
    }
    removed.clear();
    added.clear();
  }
}
