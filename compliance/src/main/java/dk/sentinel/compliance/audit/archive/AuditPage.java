package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.audit.SequencedEntry;
import org.jspecify.annotations.Nullable;

/**
 * A part of what was found, newest first. Positions never change and new entries have larger ones,
 * so the parts of one search fit each other without gap or double as long as {@code upTo} is kept.
 *
 * @param upTo only entries up to this position: the point in the log's time at which the search
 *     began; null for no such limit
 * @param before only entries at smaller positions: where the part before ended; null for the first
 * @param size how many entries at most
 */
public record AuditPage(@Nullable Long upTo, @Nullable Long before, int size) {
  /** The largest page. */
  public static final int MAX_SIZE = 1_000;

  /** Checks the size. */
  public AuditPage {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("a page has 1 to 1,000 entries");
    }
  }

  /** The newest entries. */
  public static AuditPage first(int size) {
    return new AuditPage(null, null, size);
  }

  /** Whether the entry lies in what this page is a part of, and after the pages before it. */
  public boolean reaches(SequencedEntry entry) {
    return (upTo == null || entry.position() <= upTo)
        && (before == null || entry.position() < before);
  }
}
