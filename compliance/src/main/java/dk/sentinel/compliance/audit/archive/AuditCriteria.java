package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.SequencedEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for in a clinic's log: all that is given must hold; null and an empty list
 * mean any.
 *
 * @param from recorded at this moment or later
 * @param to recorded before this moment
 * @param actions one of these actions
 * @param actor the id of who acted
 * @param role the role in which they acted
 * @param purpose why, such as {@code ADMIN}
 * @param outcome success, refused or failure
 * @param objectType the kind of thing acted on
 * @param objectId the id of the thing acted on
 * @param correlation what portal, API and entry share
 * @param subject pseudonym of the person acted on
 * @param word a value that must stand in the entry: an id, a role, a kind, a purpose, a pseudonym
 */
public record AuditCriteria(
    @Nullable Instant from,
    @Nullable Instant to,
    List<String> actions,
    @Nullable String actor,
    @Nullable String role,
    @Nullable String purpose,
    @Nullable String outcome,
    @Nullable String objectType,
    @Nullable String objectId,
    @Nullable String correlation,
    @Nullable String subject,
    @Nullable String word) {
  /** Everything. */
  public static final AuditCriteria ANY =
      new AuditCriteria(
          null, null, List.of(), null, null, null, null, null, null, null, null, null);

  /** Keeps its own list. */
  public AuditCriteria {
    actions = List.copyOf(actions);
  }

  /** The same for the person with this pseudonym. */
  public AuditCriteria about(String pseudonym) {
    return new AuditCriteria(
        from,
        to,
        actions,
        actor,
        role,
        purpose,
        outcome,
        objectType,
        objectId,
        correlation,
        pseudonym,
        word);
  }

  /** The same, only between these moments; null for no further bound. */
  public AuditCriteria between(@Nullable Instant begins, @Nullable Instant ends) {
    return new AuditCriteria(
        from == null || (begins != null && begins.isAfter(from)) ? begins : from,
        to == null || (ends != null && ends.isBefore(to)) ? ends : to,
        actions,
        actor,
        role,
        purpose,
        outcome,
        objectType,
        objectId,
        correlation,
        subject,
        word);
  }

  /** Whether the search in OpenSearch would find the entry; for searching without it. */
  public boolean matches(SequencedEntry sequenced) {
    AuditEntry entry = sequenced.entry();
    return (from == null || !entry.recordedAt().isBefore(from))
        && (to == null || entry.recordedAt().isBefore(to))
        && (actions.isEmpty() || actions.contains(entry.action()))
        && fits(actor, entry.actor().id())
        && fits(role, entry.actor().role())
        && fits(purpose, entry.purpose())
        && fits(outcome, entry.outcome())
        && fits(objectType, entry.object().type())
        && fits(objectId, entry.object().id())
        && fits(correlation, entry.correlation().toString())
        && fits(subject, entry.subject())
        && (word == null || words(entry).anyMatch(word::equals));
  }

  private static boolean fits(@Nullable String wanted, @Nullable String there) {
    return wanted == null || wanted.equals(there);
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
