package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/** Somebody asked the clinic's log something that cannot be searched for. */
record RefusedLogSearch() implements LogAct {
  @Override
  public String action() {
    return "audit.search";
  }

  @Override
  public Outcome outcome() {
    return Outcome.REFUSED;
  }

  @Override
  public Map<String, AuditValue> details() {
    return Map.of("reason", AuditValue.code("invalid-criteria"));
  }
}
