package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/**
 * Somebody was given entries by their places in the log.
 *
 * @param first the first position
 * @param count how many from there
 */
record LogRead(long first, int count) implements LogAct {
  @Override
  public String action() {
    return "audit.read";
  }

  @Override
  public Map<String, AuditValue> details() {
    return Map.of("first", AuditValue.count(first), "count", AuditValue.count(count));
  }
}
