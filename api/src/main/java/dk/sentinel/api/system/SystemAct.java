package dk.sentinel.api.system;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/** The acts of this room that are recorded, all in the platform's own log. */
sealed interface SystemAct extends AuditAct {
  /** The practice system's client id. */
  String system();

  @Override
  default AuditObject object() {
    return AuditObject.of("practice-system", system());
  }

  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /**
   * The operator registered a practice system.
   *
   * @param system its client id
   * @param vendorCvr whose it is
   * @param kinds how many kinds of data it may send
   */
  record Registered(String system, String vendorCvr, int kinds) implements SystemAct {
    @Override
    public String action() {
      return "practice-system.register";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("cvr", AuditValue.code(vendorCvr), "kinds", AuditValue.count(kinds));
    }
  }

  /**
   * The system got other keys. Which, a key's name could tell more than it should.
   *
   * @param system its client id
   * @param keys how many it has now
   */
  record KeysSet(String system, int keys) implements SystemAct {
    @Override
    public String action() {
      return "practice-system.keys";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("keys", AuditValue.count(keys));
    }
  }

  /** The operator suspended it, for all clinics. */
  record Suspended(String system) implements SystemAct {
    @Override
    public String action() {
      return "practice-system.suspend";
    }
  }

  /** The operator lets it go on. */
  record Resumed(String system) implements SystemAct {
    @Override
    public String action() {
      return "practice-system.resume";
    }
  }

  /**
   * A practice system that is not let in tried.
   *
   * @param system its client id
   * @param reason not-registered or suspended
   */
  record TurnedAway(String system, String reason) implements SystemAct {
    @Override
    public String action() {
      return "access.refuse";
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("system-" + reason));
    }
  }
}
