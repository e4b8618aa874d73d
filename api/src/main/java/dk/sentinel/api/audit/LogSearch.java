package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import dk.sentinel.compliance.tenancy.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody looks into the clinic's log. Says what they looked for, except for the word they typed:
 * that could be anything. Who looks for what was done to a person acts on that person.
 *
 * @param criteria what they look for
 * @param as entries, facets or timeline
 * @param with what came along with the entries: facets, timeline
 * @param size how many entries; zero for counts
 * @param before where the page before ended; null for the first
 * @param unknownPerson whether they look for a person whom the clinic does not know
 */
record LogSearch(
    AuditCriteria criteria,
    String as,
    List<String> with,
    int size,
    @Nullable Long before,
    boolean unknownPerson)
    implements LogAct {
  /** The same look, only as far as the scope of the act reaches. */
  LogSearch within(Scope scope) {
    return scope.isWholeLog()
        ? this
        : about(criteria.between(scope.logBegins(), scope.logEnds()), unknownPerson);
  }

  /** The same look once it is known whom it is about. */
  LogSearch about(AuditCriteria asked, boolean unknown) {
    return new LogSearch(asked, as, with, size, before, unknown);
  }

  @Override
  public String action() {
    return "audit.search";
  }

  @Override
  public @Nullable SubjectPseudonym subject() {
    String subject = criteria.subject();
    return subject == null ? null : new SubjectPseudonym(subject);
  }

  @Override
  public Map<String, AuditValue> details() {
    Map<String, AuditValue> details = new TreeMap<>();
    details.put("as", AuditValue.code(as));
    if (!with.isEmpty()) {
      details.put("with", AuditValue.codes(with));
    }
    if (size > 0) {
      details.put("size", AuditValue.count(size));
    }
    moment(details, "from", criteria.from());
    moment(details, "to", criteria.to());
    if (criteria.actions().size() == 1) {
      code(details, "action", criteria.actions().getFirst());
    } else if (!criteria.actions().isEmpty()) {
      details.put("actions", AuditValue.count(criteria.actions().size()));
    }
    code(details, "actor", criteria.actor());
    code(details, "role", criteria.role());
    code(details, "purpose", criteria.purpose());
    code(details, "outcome", criteria.outcome());
    code(details, "objectType", criteria.objectType());
    code(details, "objectId", criteria.objectId());
    code(details, "correlation", criteria.correlation());
    code(details, "word", criteria.word() == null ? null : "given");
    code(details, "person", unknownPerson ? "unknown" : null);
    if (before != null) {
      details.put("before", AuditValue.count(before));
    }
    return details;
  }

  private static void moment(
      Map<String, AuditValue> details, String name, @Nullable Instant moment) {
    if (moment != null) {
      details.put(name, AuditValue.moment(moment));
    }
  }

  private static void code(Map<String, AuditValue> details, String name, @Nullable String code) {
    if (code != null) {
      details.put(name, AuditValue.code(code));
    }
  }
}
