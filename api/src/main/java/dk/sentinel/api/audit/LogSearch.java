package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody looks into the clinic's log. Says what they looked for, except for the word they typed:
 * that could be anything.
 */
record LogSearch(AuditCriteria criteria) implements LogAct {
  @Override
  public String action() {
    return "audit.search";
  }

  @Override
  public Map<String, AuditValue> details() {
    Map<String, AuditValue> details = new TreeMap<>();
    details.put("size", AuditValue.count(criteria.size()));
    moment(details, "from", criteria.from());
    moment(details, "to", criteria.to());
    code(details, "action", criteria.action());
    code(details, "actor", criteria.actor());
    code(details, "outcome", criteria.outcome());
    code(details, "word", criteria.word() == null ? null : "given");
    Long before = criteria.before();
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
