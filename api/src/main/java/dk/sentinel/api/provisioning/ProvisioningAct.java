package dk.sentinel.api.provisioning;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;
import java.util.UUID;

/** The acts of this room that are recorded. What follows a recorded change of people is not. */
sealed interface ProvisioningAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  @Override
  default AuditObject object() {
    return AuditObject.of("clinic");
  }

  /** The clinic's organization exists from now on. */
  record Provisioned(UUID clinic) implements ProvisioningAct {
    @Override
    public String action() {
      return "clinic.provision";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic", clinic);
    }
  }

  /** Keycloak refuses the clinic's organization; recorded at the first vain try. */
  record Failed(UUID clinic) implements ProvisioningAct {
    @Override
    public String action() {
      return "clinic.provision";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic", clinic);
    }

    @Override
    public Outcome outcome() {
      return Outcome.FAILURE;
    }
  }

  /** Something in Keycloak was changed behind Sentinel's back. */
  record DriftFound(Difference difference) implements ProvisioningAct {
    @Override
    public String action() {
      return "organization.differ";
    }

    @Override
    public Outcome outcome() {
      return Outcome.FAILURE;
    }

    @Override
    public Map<String, AuditValue> details() {
      return detailsOf(difference);
    }
  }

  /** Both sides agree again in something. */
  record DriftGone(Difference difference) implements ProvisioningAct {
    @Override
    public String action() {
      return "organization.agree";
    }

    @Override
    public Map<String, AuditValue> details() {
      return detailsOf(difference);
    }
  }

  /** The operator had Keycloak put right. */
  record Repaired(UUID clinic) implements ProvisioningAct {
    @Override
    public String action() {
      return "organization.repair";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic", clinic);
    }
  }

  private static Map<String, AuditValue> detailsOf(Difference difference) {
    return Map.of(
        "difference",
        AuditValue.code(difference.kind().code()),
        "subject",
        AuditValue.code(difference.subject()));
  }
}
