package dk.sentinel.api.ending;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import java.util.Map;
import java.util.UUID;

/** What an owner takes along. */
sealed interface ExportAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** Returning the data to the controller: clause 11 of the agreement. */
  @Override
  default Basis basis() {
    return Basis.of(Basis.Legal.CONTRACT);
  }

  /** Everything that is kept for the clinic. */
  record Everything(long logSize) implements ExportAct {
    @Override
    public String action() {
      return "clinic.export";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic-data");
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("logSize", AuditValue.count(logSize), "format", AuditValue.code("zip"));
    }
  }

  /** The certificate of the deletion. */
  record Certificate(UUID clinic, String sha256) implements ExportAct {
    @Override
    public String action() {
      return "certificate.read";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("certificate", clinic);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("documentSha256", AuditValue.code(sha256));
    }
  }
}
