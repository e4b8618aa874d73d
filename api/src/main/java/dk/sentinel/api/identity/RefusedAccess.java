package dk.sentinel.api.identity;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked for a clinic's data without the right to. Recorded in the clinic's log when they
 * belong to the clinic, in the platform's log when they do not.
 *
 * @param clinic the id asked for; null when it was none
 * @param reason why not: a word of the catalogue
 */
record RefusedAccess(@Nullable UUID clinic, String reason) implements IdentityAct {
  static final String NO_ROLE = "no-role-in-clinic";
  static final String NO_PLATFORM_ROLE = "no-platform-role";
  static final String OTHER_ROLE = "other-role-required";
  static final String ORGANIZATION_DIFFERS = "organization-differs";
  static final String OLD_SIGN_IN = "fresh-sign-in-required";
  static final String ENDED = "clinic-ended";

  @Override
  public String action() {
    return "access.refuse";
  }

  @Override
  public AuditObject object() {
    if (reason.equals(NO_PLATFORM_ROLE)) {
      return AuditObject.of("platform");
    }
    return clinic == null ? AuditObject.of("clinic") : AuditObject.of("clinic", clinic);
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
