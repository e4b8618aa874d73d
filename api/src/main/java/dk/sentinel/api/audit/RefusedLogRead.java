package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/** Somebody asked for a place that no log can have. */
record RefusedLogRead() implements LogAct {
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
    return Map.of("reason", AuditValue.code("invalid-position"));
  }
}
