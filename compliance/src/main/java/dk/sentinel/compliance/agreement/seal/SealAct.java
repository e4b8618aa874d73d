package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.agreement.DocumentKind;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import java.util.Map;
import java.util.UUID;

/** The acts on seals that are recorded. */
sealed interface SealAct extends AuditAct {
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

  @Override
  default AuditObject object() {
    return AuditObject.of("agreement");
  }

  /** A signed document was sealed. */
  record Made(UUID signature, DocumentKind kind, Sha256 document, Sha256 sealed)
      implements SealAct {
    @Override
    public AuditObject object() {
      return AuditObject.of(kind.code());
    }

    @Override
    public String action() {
      return "agreement.seal";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "signature", AuditValue.id(signature),
          "documentSha256", AuditValue.code(document.hex()),
          "sealedSha256", AuditValue.code(sealed.hex()));
    }
  }

  /** Somebody saw which signatures there are. */
  record Listed(long count) implements SealAct {
    @Override
    public String action() {
      return "agreement.signatures";
    }

    @Override
    public Long results() {
      return count;
    }
  }

  /**
   * Somebody fetched the sealed document or the evidence.
   *
   * @param form document or evidence
   */
  record Fetched(UUID signature, String form) implements SealAct {
    @Override
    public String action() {
      return "agreement.evidence";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("signature", AuditValue.id(signature), "form", AuditValue.code(form));
    }
  }
}
