package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditAct;

/** The acts of this room that are recorded: looks into a clinic's log. */
sealed interface LogAct extends AuditAct
    permits LogSearch, LogRead, LogExport, RefusedLogSearch, RefusedLogRead, RefusedLogExport {
  @Override
  default AuditObject object() {
    return AuditObject.of("audit-log");
  }

  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.AUDIT;
  }
}
