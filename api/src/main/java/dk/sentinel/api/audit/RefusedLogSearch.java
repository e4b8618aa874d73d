package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/** Somebody asked the clinic's log something that cannot be searched for. */
record RefusedLogSearch() implements AuditAct {
  @Override
  public String action() {
    return "audit.search";
  }

  @Override
  public AuditObject object() {
    return AuditObject.of("audit-log");
  }

  @Override
  public Outcome outcome() {
    return Outcome.REFUSED;
  }

  @Override
  public Purpose purpose() {
    return Purpose.AUDIT;
  }

  @Override
  public Map<String, AuditValue> details() {
    return Map.of("reason", AuditValue.code("invalid-criteria"));
  }
}
