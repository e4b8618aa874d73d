package dk.sentinel.api.people;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The acts of this room that are recorded: people by their ids, never by their names. */
sealed interface PeopleAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** The owner gave a colleague a role. */
  record MemberAdded(String person, String role, @Nullable Instant until) implements PeopleAct {
    @Override
    public String action() {
      return "member.add";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("person", person);
    }

    @Override
    public Map<String, AuditValue> details() {
      return until == null
          ? Map.of("role", AuditValue.code(role))
          : Map.of("role", AuditValue.code(role), "until", AuditValue.moment(until));
    }
  }

  /** The owner took a role from a person. */
  record MemberRemoved(String person, String role) implements PeopleAct {
    @Override
    public String action() {
      return "member.remove";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("person", person);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("role", AuditValue.code(role));
    }
  }

  /** Somebody wanted to take the role of the only owner. */
  record LastOwnerKept(String person) implements PeopleAct {
    @Override
    public String action() {
      return "member.remove";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("person", person);
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("role", AuditValue.code("owner"), "reason", AuditValue.code("last-owner"));
    }
  }
}
