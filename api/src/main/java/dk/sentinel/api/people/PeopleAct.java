package dk.sentinel.api.people;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The acts of this room that are recorded: people by their ids, never by names or addresses. */
sealed interface PeopleAct extends AuditAct {
  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** What a grant says, as an entry says it. */
  private static Map<String, AuditValue> details(
      String role,
      @Nullable Instant until,
      @Nullable List<String> ydernumre,
      @Nullable LocalDate logFrom,
      @Nullable LocalDate logTo) {
    Map<String, AuditValue> details = new TreeMap<>();
    details.put("role", AuditValue.code(role));
    if (until != null) {
      details.put("until", AuditValue.moment(until));
    }
    if (ydernumre != null) {
      details.put("ydernumre", AuditValue.codes(ydernumre));
    }
    if (logFrom != null) {
      details.put("logFrom", AuditValue.day(logFrom));
    }
    if (logTo != null) {
      details.put("logTo", AuditValue.day(logTo));
    }
    return details;
  }

  /** A person was given a role, or has it with another end or reach. */
  record MemberAdded(
      String person,
      String role,
      @Nullable Instant until,
      @Nullable List<String> ydernumre,
      @Nullable LocalDate logFrom,
      @Nullable LocalDate logTo)
      implements PeopleAct {
    MemberAdded(String person, Grant grant) {
      this(
          person,
          grant.role().code(),
          grant.endsAt(),
          grant.ydernumre(),
          grant.scope().logFrom(),
          grant.scope().logTo());
    }

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
      return PeopleAct.details(role, until, ydernumre, logFrom, logTo);
    }
  }

  /** A role was taken from a person. */
  record MemberRemoved(String person, String role) implements PeopleAct {
    MemberRemoved(String person, ClinicRole role) {
      this(person, role.code());
    }

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

  /**
   * The owner invited somebody whose id she does not know. To which address stands nowhere here.
   */
  record Invited(
      UUID invitation,
      String role,
      @Nullable Instant until,
      @Nullable List<String> ydernumre,
      @Nullable LocalDate logFrom,
      @Nullable LocalDate logTo)
      implements PeopleAct {
    Invited(UUID invitation, Grant grant) {
      this(
          invitation,
          grant.role().code(),
          grant.endsAt(),
          grant.ydernumre(),
          grant.scope().logFrom(),
          grant.scope().logTo());
    }

    @Override
    public String action() {
      return "invitation.create";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("invitation", invitation);
    }

    @Override
    public Map<String, AuditValue> details() {
      return PeopleAct.details(role, until, ydernumre, logFrom, logTo);
    }
  }

  /** The owner had a new link made; the one before does not work any more. */
  record InvitedAgain(UUID invitation) implements PeopleAct {
    @Override
    public String action() {
      return "invitation.resend";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("invitation", invitation);
    }
  }

  /** The owner took an invitation back. */
  record InvitationRevoked(UUID invitation) implements PeopleAct {
    @Override
    public String action() {
      return "invitation.revoke";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("invitation", invitation);
    }
  }

  /** Who acts accepted the invitation. */
  record InvitationAccepted(UUID invitation) implements PeopleAct {
    @Override
    public String action() {
      return "invitation.accept";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("invitation", invitation);
    }
  }

  /**
   * Somebody came with an invitation that cannot be accepted.
   *
   * @param invitation which; null when there is none
   * @param reason unknown, used, revoked, expired or ydernummer-gone
   */
  record InvitationRefused(@Nullable UUID invitation, String reason) implements PeopleAct {
    @Override
    public String action() {
      return "invitation.accept";
    }

    @Override
    public AuditObject object() {
      return invitation == null
          ? AuditObject.of("invitation")
          : AuditObject.of("invitation", invitation);
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

  /**
   * The owner went through everybody's access.
   *
   * @param review names it
   * @param kept roles that are as they should be
   * @param changed roles that the owner will give otherwise
   * @param removed roles that were taken with it
   */
  record AccessReviewed(UUID review, int kept, int changed, int removed) implements PeopleAct {
    @Override
    public String action() {
      return "access-review.complete";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("access-review", review);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "kept", AuditValue.count(kept),
          "changed", AuditValue.count(changed),
          "removed", AuditValue.count(removed));
    }
  }

  /** The operator let somebody audit the whole platform. */
  record PlatformAuditorAdded(
      String person, Instant until, @Nullable LocalDate logFrom, @Nullable LocalDate logTo)
      implements PeopleAct {
    @Override
    public String action() {
      return "auditor.add";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("person", person);
    }

    @Override
    public Map<String, AuditValue> details() {
      return PeopleAct.details("auditor", until, null, logFrom, logTo);
    }
  }

  /** The operator ended somebody's audit of the whole platform. */
  record PlatformAuditorRemoved(String person) implements PeopleAct {
    @Override
    public String action() {
      return "auditor.remove";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("person", person);
    }
  }
}
