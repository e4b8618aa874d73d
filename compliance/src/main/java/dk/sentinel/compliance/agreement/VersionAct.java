package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import java.util.Map;
import java.util.UUID;

/** What the operator does to the versions of the agreement; in the platform's own log. */
sealed interface VersionAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  @Override
  default Basis basis() {
    return Basis.of(Basis.Legal.CONTRACT);
  }

  /** A text was brought for the next version. */
  record Brought(AgreementVersion draft) implements VersionAct {
    @Override
    public String action() {
      return "agreement-version.bring";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("agreement-version", draft.templateId());
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "version", AuditValue.count(draft.number()),
          "textSha256", AuditValue.code(draft.sha256().hex()),
          "days", AuditValue.count(draft.days()));
    }
  }

  /** A version can be signed by clinics from now on. */
  record Published(AgreementVersion version, AgreementVersion.Publication publication)
      implements VersionAct {
    @Override
    public String action() {
      return "agreement-version.publish";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("agreement-version", version.templateId());
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "version", AuditValue.count(version.number()),
          "textSha256", AuditValue.code(version.sha256().hex()),
          "asks", AuditValue.code(publication.asks().code()),
          "takesEffect", AuditValue.moment(publication.takesEffect()));
    }
  }

  /** The register of sub-processors was changed: add, end or review. */
  record Registered(UUID subProcessor, String change) implements VersionAct {
    @Override
    public String action() {
      return "sub-processor." + change;
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("sub-processor", subProcessor);
    }
  }
}
