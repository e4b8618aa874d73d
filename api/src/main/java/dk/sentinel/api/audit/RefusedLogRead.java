package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/**
 * Somebody asked for a place that no log can have, or for one outside the days they may read.
 *
 * @param reason invalid-position or outside-period
 */
record RefusedLogRead(String reason) implements LogAct {
  static final String INVALID_POSITION = "invalid-position";
  static final String OUTSIDE_PERIOD = "outside-period";

  @Override
  public String action() {
    return "audit.read";
  }

  @Override
  public Outcome outcome() {
    return Outcome.REFUSED;
  }

  @Override
  public Map<String, AuditValue> details() {
    return Map.of("reason", AuditValue.code(reason));
  }
}
