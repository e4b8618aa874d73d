package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/**
 * The acts on people's keys that are recorded. They name no pseudonym: who knows that a certain
 * person asked could tie it, and with it the person's entries, to them.
 */
sealed interface SubjectAct extends AuditAct {
  @Override
  default String action() {
    return "subject.erase";
  }

  @Override
  default AuditObject object() {
    return AuditObject.of("subject");
  }

  @Override
  default Purpose purpose() {
    return Purpose.DSR;
  }

  /** A person's key was destroyed. */
  record Erased() implements SubjectAct {
    @Override
    public Outcome outcome() {
      return Outcome.SUCCESS;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("keysDestroyed", AuditValue.count(1));
    }
  }

  /** Somebody asked to erase a person who is not on record. */
  record NotKnown() implements SubjectAct {
    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("unknown-person"));
    }
  }
}
