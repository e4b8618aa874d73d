package dk.sentinel.api.letter;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;
import java.util.UUID;

/** The acts of this room that are recorded; none names an address. */
sealed interface LetterAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** A letter was handed to the mail server. */
  record Sent(UUID letter, int version, Occasion occasion) implements LetterAct {
    @Override
    public String action() {
      return "letter.send";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("letter", letter);
    }

    @Override
    public Map<String, AuditValue> details() {
      return about(version, occasion);
    }
  }

  /** A letter was given up. */
  record NotSent(UUID letter, int version, Occasion occasion, Unsent why) implements LetterAct {
    @Override
    public String action() {
      return "letter.send";
    }

    @Override
    public Outcome outcome() {
      return Outcome.FAILURE;
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("letter", letter);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "version",
          AuditValue.count(version),
          "occasion",
          AuditValue.code(occasion.code()),
          "reason",
          AuditValue.code(why.code()));
    }
  }

  /** The operator had the clinic reminded. */
  record Asked(UUID letter, int version) implements LetterAct {
    @Override
    public String action() {
      return "letter.ask";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("letter", letter);
    }

    @Override
    public Map<String, AuditValue> details() {
      return about(version, Occasion.OPERATOR);
    }
  }

  /** An owner said where letters go, or that none shall come. */
  record Address(boolean set) implements LetterAct {
    @Override
    public String action() {
      return set ? "letter.address-set" : "letter.address-removed";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("letter-address");
    }
  }

  private static Map<String, AuditValue> about(int version, Occasion occasion) {
    return Map.of(
        "version", AuditValue.count(version), "occasion", AuditValue.code(occasion.code()));
  }
}
