package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.SequencedEntry;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for in a clinic's log; null means any.
 *
 * @param from recorded at this moment or later
 * @param to recorded before this moment
 * @param action exactly this action
 * @param actor the id of who acted
 * @param outcome success, refused or failure
 * @param word a value that must stand in the entry: an id, a role, a kind, a purpose, a pseudonym
 * @param before only entries at smaller positions: where the last page ended
 * @param size how many entries at most
 */
public record AuditCriteria(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String action,
    @Nullable String actor,
    @Nullable String outcome,
    @Nullable String word,
    @Nullable Long before,
    int size) {
  /** The largest page. */
  public static final int MAX_SIZE = 1_000;

  /** Checks the size. */
  public AuditCriteria {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("a page has 1 to 1,000 entries");
    }
  }

  /** Whether the search in OpenSearch would find the entry; for searching without it. */
  public boolean matches(SequencedEntry sequenced) {
    AuditEntry entry = sequenced.entry();
    return (before == null || sequenced.position() < before)
        && (from == null || !entry.recordedAt().isBefore(from))
        && (to == null || entry.recordedAt().isBefore(to))
        && (action == null || action.equals(entry.action()))
        && (actor == null || actor.equals(entry.actor().id()))
        && (outcome == null || outcome.equals(entry.outcome()))
        && (word == null || words(entry).anyMatch(word::equals));
  }

  private static Stream<String> words(AuditEntry entry) {
    Stream<@Nullable String> fields =
        Stream.of(
            entry.id().toString(),
            entry.correlation().toString(),
            entry.actor().id(),
            entry.actor().role(),
            entry.action(),
            entry.object().type(),
            entry.object().id(),
            entry.purpose(),
            entry.subject());
    return Stream.concat(
        fields.filter(field -> field != null).map(String::valueOf),
        entry.details().values().stream().map(String::valueOf));
  }
}
