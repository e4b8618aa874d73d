package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The acts on permissions by sundhedsloven § 42 d that are recorded. */
sealed interface PermissionAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** The management permitted a person to retrieve data for quality work. */
  record Granted(
      UUID id,
      String person,
      String authorisation,
      List<String> criteria,
      LocalDate from,
      LocalDate to)
      implements PermissionAct {
    Granted(Permission permission) {
      this(
          permission.id(),
          permission.person(),
          permission.authorisation(),
          permission.criteria().stream().map(PermissionCriterion::code).sorted().toList(),
          permission.from(),
          permission.to());
    }

    @Override
    public String action() {
      return "permission.grant";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("permission", id);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "person",
          AuditValue.code(person),
          "authorisation",
          AuditValue.code(authorisation),
          "criteria",
          AuditValue.codes(criteria),
          "from",
          AuditValue.day(from),
          "to",
          AuditValue.day(to));
    }
  }

  /** A permission was ended before its last day. */
  record Ended(UUID id, String person) implements PermissionAct {
    @Override
    public String action() {
      return "permission.end";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("permission", id);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("person", AuditValue.code(person));
    }
  }
}
