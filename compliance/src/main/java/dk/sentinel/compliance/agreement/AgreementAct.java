package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The acts of this room that are recorded. */
sealed interface AgreementAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** Acts on the agreement itself; the others carry out what it instructs. */
  sealed interface OnDocument extends AgreementAct {
    @Override
    default Basis basis() {
      return Basis.of(Basis.Legal.CONTRACT);
    }
  }

  private static AuditObject document(StoredDocument document) {
    return AuditObject.of(document.kind().code(), document.id());
  }

  private static Map<String, AuditValue> facts(StoredDocument document) {
    return Map.of(
        "version", AuditValue.count(document.version()),
        "language", AuditValue.code(document.language().tag()),
        "documentSha256", AuditValue.code(document.sha256().hex()));
  }

  /** Somebody read the agreement or the consent. */
  record Read(StoredDocument document) implements OnDocument {
    @Override
    public String action() {
      return document.kind().code() + ".read";
    }

    @Override
    public AuditObject object() {
      return AgreementAct.document(document);
    }

    @Override
    public Map<String, AuditValue> details() {
      return facts(document);
    }
  }

  /** The owner is about to sign. */
  record Intended(SigningIntent intent) implements OnDocument {
    @Override
    public String action() {
      return intent.document().kind().code() + ".intent";
    }

    @Override
    public AuditObject object() {
      return AgreementAct.document(intent.document());
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "intent", AuditValue.id(intent.id()),
          "documentSha256", AuditValue.code(intent.document().sha256().hex()),
          "expiresAt", AuditValue.moment(intent.expiresAt()));
    }
  }

  /**
   * The agreement came into force, or the consent was given; or the first of two signed.
   *
   * @param power the power of attorney that it rests on; null when it rests on the sign-in alone
   */
  record Signed(
      SigningIntent intent,
      UUID signatureId,
      FreshSignIn signIn,
      @Nullable UUID power,
      boolean completes)
      implements OnDocument {
    @Override
    public String action() {
      return intent.document().kind().signing();
    }

    @Override
    public AuditObject object() {
      return AgreementAct.document(intent.document());
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = new HashMap<>();
      details.put("signature", AuditValue.id(signatureId));
      details.put("intent", AuditValue.id(intent.id()));
      details.put("version", AuditValue.count(intent.document().version()));
      details.put("documentSha256", AuditValue.code(intent.document().sha256().hex()));
      details.put("level", AuditValue.code(signIn.level().uri()));
      details.put("authTime", AuditValue.moment(signIn.authTime()));
      if (power != null) {
        details.put("power", AuditValue.id(power));
        details.put("inForce", AuditValue.code(completes ? "yes" : "no"));
      }
      return details;
    }
  }

  /** An attempt to sign was refused. */
  record SigningRefused(SigningIntent intent, String reason) implements OnDocument {
    @Override
    public String action() {
      return intent.document().kind().signing();
    }

    @Override
    public AuditObject object() {
      return AgreementAct.document(intent.document());
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "intent", AuditValue.id(intent.id()),
          "reason", AuditValue.code(reason.toLowerCase(Locale.ROOT).replace('_', '-')));
    }
  }

  /** The clinic objects to a change of sub-processors, or no longer does. */
  record Objected(boolean raised, int version) implements AgreementAct {
    @Override
    public Basis basis() {
      return Basis.of(Basis.Legal.CONTRACT);
    }

    @Override
    public String action() {
      return raised ? "agreement.object" : "agreement.object-no-more";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("agreement-version", Integer.toString(version));
    }
  }

  /** The practice consent was withdrawn. */
  record ConsentWithdrawn(int version, Sha256 document) implements AgreementAct {
    @Override
    public String action() {
      return "consent.withdraw";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("consent");
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "version", AuditValue.count(version), "documentSha256", AuditValue.code(document.hex()));
    }
  }

  /** The clinic joined or left a project. */
  record Enrolled(boolean enrolled, String project) implements AgreementAct {
    @Override
    public String action() {
      return enrolled ? "project.enrol" : "project.withdraw";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("project", project);
    }
  }

  /** The clinic may not join the project yet. */
  record EnrolmentRefused(String project, String gate) implements AgreementAct {
    @Override
    public String action() {
      return "project.enrol";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("project", project);
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("gate-closed"), "gate", AuditValue.code(gate));
    }
  }

  /** The consent cannot be given yet. */
  record ConsentRefused(String gate) implements AgreementAct {
    @Override
    public String action() {
      return "consent.give";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("consent");
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("gate-closed"), "gate", AuditValue.code(gate));
    }
  }
}
