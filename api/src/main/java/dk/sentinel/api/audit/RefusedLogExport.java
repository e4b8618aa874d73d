package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/**
 * Somebody asked to take the clinic's log along in a way that there is not, or that their days of
 * the log do not allow.
 *
 * @param reason invalid-request or outside-period
 */
record RefusedLogExport(String reason) implements LogAct {
  static final String INVALID_REQUEST = "invalid-request";
  static final String OUTSIDE_PERIOD = "outside-period";

  @Override
  public String action() {
    return "audit.export";
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
