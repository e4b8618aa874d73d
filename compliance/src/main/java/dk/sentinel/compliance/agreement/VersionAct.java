package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import java.time.Instant;
import java.util.Locale;
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
  record Brought(UUID template, int version, Sha256 text, int days) implements VersionAct {
    @Override
    public String action() {
      return "agreement-version.bring";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("agreement-version", template);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "version", AuditValue.count(version),
          "textSha256", AuditValue.code(text.hex()),
          "days", AuditValue.count(days));
    }
  }

  /** A version can be signed by clinics from now on. */
  record Published(UUID template, int version, Sha256 text, Asks asks, Instant takesEffect)
      implements VersionAct {
    @Override
    public String action() {
      return "agreement-version.publish";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("agreement-version", template);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "version", AuditValue.count(version),
          "textSha256", AuditValue.code(text.hex()),
          "asks", AuditValue.code(asks.code()),
          "takesEffect", AuditValue.moment(takesEffect));
    }
  }

  /** What was done to a row of the register of sub-processors. */
  enum Change {
    ADD,
    END,
    REVIEW
  }

  /** The register of sub-processors was changed. */
  record Registered(UUID subProcessor, Change change) implements VersionAct {
    @Override
    public String action() {
      return "sub-processor." + change.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("sub-processor", subProcessor);
    }
  }
}
