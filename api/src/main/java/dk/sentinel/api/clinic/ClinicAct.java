package dk.sentinel.api.clinic;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;
import java.util.UUID;

/** The acts of this room that are recorded. */
sealed interface ClinicAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** The operator registered the clinic. */
  record Created(UUID clinic, int ydernumre) implements ClinicAct {
    @Override
    public String action() {
      return "clinic.create";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic", clinic);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("ydernumre", AuditValue.count(ydernumre));
    }
  }

  /**
   * A practice system asked to send for the clinic.
   *
   * @param system its client id
   * @param ydernummer for which
   */
  record ActivationAsked(String system, String ydernummer) implements ClinicAct {
    @Override
    public String action() {
      return "practice-system.ask";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("practice-system", system);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("ydernummer", AuditValue.code(ydernummer));
    }
  }

  /** A practice system named a clinic or ydernummer that does not exist or does not fit. */
  record ActivationRefused(String system) implements ClinicAct {
    @Override
    public String action() {
      return "practice-system.ask";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("practice-system", system);
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("unknown-clinic-or-ydernummer"));
    }
  }

  /**
   * An owner decided about a practice system.
   *
   * @param system its client id
   * @param ydernummer for which
   * @param decision what was decided
   */
  record ActivationDecided(String system, String ydernummer, Decision decision)
      implements ClinicAct {
    @Override
    public String action() {
      return "practice-system." + decision.verb();
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("practice-system", system);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("ydernummer", AuditValue.code(ydernummer));
    }
  }

  /**
   * An owner wanted to decide what cannot be decided any more, or not yet.
   *
   * @param system the practice system's client id
   * @param ydernummer for which
   * @param decision what was wanted
   * @param state how it stood
   */
  record DecisionRefused(String system, String ydernummer, Decision decision, String state)
      implements ClinicAct {
    @Override
    public String action() {
      return "practice-system." + decision.verb();
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("practice-system", system);
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "ydernummer", AuditValue.code(ydernummer), "reason", AuditValue.code("is-" + state));
    }
  }
}
