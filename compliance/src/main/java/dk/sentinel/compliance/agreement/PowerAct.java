package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The acts on powers of attorney that are recorded. Whom one names stands in no entry. */
sealed interface PowerAct extends AuditAct {
  /** Which one; the log's object. */
  UUID power();

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
    return AuditObject.of("power-of-attorney", power());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An owner uploaded one. */
  record Uploaded(UUID power, Sha256 file, int named) implements PowerAct {
    @Override
    public String action() {
      return "power.upload";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "documentSha256", AuditValue.code(file.hex()), "named", AuditValue.count(named));
    }
  }

  /** Somebody fetched the file. */
  record Read(UUID power) implements PowerAct {
    @Override
    public String action() {
      return "power.read";
    }
  }

  /** One of the operator's people approved it, or tried to. */
  record Approved(UUID power, int signers, PowerOutcome became) implements PowerAct {
    @Override
    public String action() {
      return "power.approve";
    }

    @Override
    public Outcome outcome() {
      return became == PowerOutcome.DONE ? Outcome.SUCCESS : Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return became == PowerOutcome.DONE
          ? Map.of("signers", AuditValue.count(signers))
          : Map.of("reason", AuditValue.code(word(became)));
    }
  }

  /** One of the operator's people refused it. */
  record Rejected(UUID power, PowerOfAttorney.Reason why) implements PowerAct {
    @Override
    public String action() {
      return "power.reject";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code(word(why)));
    }
  }

  /** An owner took it back. */
  record Withdrawn(UUID power) implements PowerAct {
    @Override
    public String action() {
      return "power.withdraw";
    }
  }
}
