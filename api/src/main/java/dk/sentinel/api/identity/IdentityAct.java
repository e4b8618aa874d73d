package dk.sentinel.api.identity;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.Basis;

/** The acts of this room that are recorded: who came in, and who was not let in. */
sealed interface IdentityAct extends AuditAct permits SignInRecord, RefusedAccess {
  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  @Override
  default Basis basis() {
    return Basis.of(Basis.Legal.SECURITY);
  }
}
