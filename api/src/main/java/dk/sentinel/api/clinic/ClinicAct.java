package dk.sentinel.api.clinic;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  /** Somebody wanted their company to be a clinic and it did not become one. */
  record NotCreated(String reason) implements ClinicAct {
    static final String NO_RIGHT = "no-right-to-represent";
    static final String RIGHT_UNKNOWN = "right-to-represent-unknown";
    static final String EXISTS = "clinic-exists";
    static final String HELD = "ydernummer-held";

    @Override
    public String action() {
      return "clinic.create";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic");
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code(reason));
    }
  }

  /** Somebody of the company, without a role, was told who the clinic's owners are. */
  record OwnersTold(UUID clinic) implements ClinicAct {
    @Override
    public String action() {
      return "clinic.owners";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic", clinic);
    }
  }

  /** A person who may represent the company made it a clinic and is its owner. */
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

  /** The owner stated a ydernummer that the clinic holds. */
  record YdernummerAdded(Ydernummer ydernummer) implements ClinicAct {
    @Override
    public String action() {
      return "ydernummer.add";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic");
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = new TreeMap<>();
      details.put("ydernummer", AuditValue.code(ydernummer.number()));
      details.put("from", AuditValue.day(ydernummer.validFrom()));
      if (ydernummer.validTo() != null) {
        details.put("until", AuditValue.day(ydernummer.validTo()));
      }
      return details;
    }
  }

  /** The owner said until when the clinic holds a ydernummer, or that no end is known. */
  record YdernummerEnded(String number, LocalDate from, @Nullable LocalDate to)
      implements ClinicAct {
    @Override
    public String action() {
      return "ydernummer.end";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("clinic");
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = new TreeMap<>();
      details.put("ydernummer", AuditValue.code(number));
      details.put("from", AuditValue.day(from));
      if (to != null) {
        details.put("until", AuditValue.day(to));
      }
      return details;
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
