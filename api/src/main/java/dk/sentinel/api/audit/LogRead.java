package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody was given entries by their places in the log, or asked for some that it does not have.
 *
 * @param first the first position
 * @param count how many from there
 * @param found whether the log has them
 */
record LogRead(long first, int count, boolean found) implements LogAct {
  LogRead(long first, int count) {
    this(first, count, true);
  }

  /** The same look at a log that has not grown so far. */
  LogRead beyondTheLog() {
    return new LogRead(first, count, false);
  }

  @Override
  public String action() {
    return "audit.read";
  }

  @Override
  public Outcome outcome() {
    return found ? Outcome.SUCCESS : Outcome.REFUSED;
  }

  @Override
  public Map<String, AuditValue> details() {
    Map<String, AuditValue> details = new TreeMap<>();
    details.put("first", AuditValue.count(first));
    details.put("count", AuditValue.count(count));
    if (!found) {
      details.put("reason", AuditValue.code("not-in-log"));
    }
    return details;
  }
}
