package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/** Somebody asked to take the clinic's log along in a way that there is not. */
record RefusedLogExport() implements LogAct {
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
    return Map.of("reason", AuditValue.code("invalid-request"));
  }
}
