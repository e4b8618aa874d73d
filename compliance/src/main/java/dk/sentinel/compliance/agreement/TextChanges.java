package dk.sentinel.compliance.agreement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is different between two versions of a text, section by section and paragraph by paragraph:
 * as many paragraphs as possible count as the same (longest common subsequence).
 */
public final class TextChanges {
  private TextChanges() {}

  /** What became of a paragraph. */
  public enum Kind {
    /** It is in both. */
    SAME,
    /** It is in the older text only. */
    REMOVED,
    /** It is in the newer text only. */
    ADDED
  }

  /**
   * A paragraph of either text.
   *
   * @param kind what became of it
   * @param text its words
   */
  public record Line(Kind kind, String text) {}

  /**
   * A section of both texts.
   *
   * @param number "1" to "15" or "A" to "D"
   * @param heading the newer heading
   * @param lines its paragraphs, what was removed before what was added; a changed heading first
   */
  public record SectionChange(String number, String heading, List<Line> lines) {
    /** Keeps its own copy of the lines. */
    public SectionChange {
      lines = List.copyOf(lines);
    }

    /** Whether anything is different. */
    public boolean isChange() {
      return lines.stream().anyMatch(line -> line.kind != Kind.SAME);
    }
  }

  /** The sections that are different, in order; both texts have the same sections. */
  public static List<SectionChange> between(AgreementText older, AgreementText newer) {
    List<SectionChange> changes = new ArrayList<>();
    for (int at = 0; at < newer.sections().size(); at++) {
      AgreementText.Section section = newer.sections().get(at);
      AgreementText.Section before = older.sections().get(at);
      List<Line> lines = new ArrayList<>();
      if (!before.heading().equals(section.heading())) {
        lines.add(new Line(Kind.REMOVED, before.heading()));
        lines.add(new Line(Kind.ADDED, section.heading()));
      }
      lines.addAll(lines(before.paragraphs(), section.paragraphs()));
      SectionChange change = new SectionChange(section.number(), section.heading(), lines);
      if (change.isChange()) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static List<Line> lines(List<String> older, List<String> newer) {
    int[][] common = common(older, newer);
    Deque<Line> lines = new ArrayDeque<>();
    int from = older.size();
    int to = newer.size();
    while (from > 0 || to > 0) {
      if (from > 0 && to > 0 && older.get(from - 1).equals(newer.get(to - 1))) {
        lines.addFirst(new Line(Kind.SAME, older.get(--from)));
        to--;
      } else if (to > 0 && (from == 0 || common[from][to - 1] >= common[from - 1][to])) {
        lines.addFirst(new Line(Kind.ADDED, newer.get(--to)));
      } else {
        lines.addFirst(new Line(Kind.REMOVED, older.get(--from)));
      }
    }
    return List.copyOf(lines);
  }

  /** The length of the longest common subsequence of each pair of beginnings. */
  private static int[][] common(List<String> older, List<String> newer) {
    int[][] common = new int[older.size() + 1][newer.size() + 1];
    for (int from = 1; from <= older.size(); from++) {
      for (int to = 1; to <= newer.size(); to++) {
        common[from][to] =
            older.get(from - 1).equals(newer.get(to - 1))
                ? common[from - 1][to - 1] + 1
                : Math.max(common[from - 1][to], common[from][to - 1]);
      }
    }
    return common;
  }
}
