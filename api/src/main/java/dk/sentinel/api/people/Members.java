package dk.sentinel.api.people;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Permissions;
import dk.sentinel.compliance.tenancy.Scope;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Who may do what in the clinic that a transaction is bound to. Every request asks for the roles
 * anew, so that one that was taken is gone with the next request, whatever token it bears. Giving
 * and taking is recorded in the same transaction.
 */
@Component
public final class Members {
  private final AuditLog audit;
  private final Permissions permissions;
  private final Clock clock;
  private final MemberStore store = new MemberStore();

  Members(AuditLog audit, Permissions permissions, Clock clock) {
    this.audit = audit;
    this.permissions = permissions;
    this.clock = clock;
  }

  /** Makes a person the owner of a clinic that is being created; its creation is the record. */
  public static Mono<Void> firstOwner(
      TenantTransaction transaction, String professionalId, String name, Instant now) {
    Grant owner = new Grant(ClinicRole.OWNER, null, Scope.WHOLE);
    return new MemberStore()
        .give(transaction, new MemberStore.Member(professionalId, name, owner, now))
        .then();
  }

  /** What became of the wish to give a role. */
  enum Given {
    /** The person has it now, or has it otherwise than before. */
    CHANGED,
    /** The person had it so already. */
    UNCHANGED,
    /** One of the ydernumre is not the clinic's: nothing was given. */
    FOREIGN_YDERNUMMER
  }

  /** Gives a role. */
  Mono<Given> give(TenantTransaction transaction, MemberStore.Member member) {
    List<String> ydernumre = member.grant().ydernumre();
    return store
        .oneAtATime(transaction)
        .then(
            Mono.defer(() -> store.foreign(transaction, ydernumre == null ? List.of() : ydernumre)))
        .flatMap(foreign ->
            foreign.isEmpty()
                ? store
                    .give(transaction, member)
                    .flatMap(isNew -> given(transaction, member, isNew))
                : Mono.just(Given.FOREIGN_YDERNUMMER));
  }

  private Mono<Given> given(
      TenantTransaction transaction, MemberStore.Member member, boolean isNew) {
    return isNew
        ? audit
            .append(transaction, new PeopleAct.MemberAdded(member.professionalId(), member.grant()))
            .thenReturn(Given.CHANGED)
        : Mono.just(Given.UNCHANGED);
  }

  /** What became of the wish to take a role. */
  enum Taken {
    /** The person does not have it any more. */
    DONE,
    /** Nobody with that id had it. */
    UNKNOWN,
    /** It is the only owner's: nothing was taken. */
    LAST_OWNER
  }

  /** Takes a role; with the last that could see figures go the person's permissions. */
  Mono<Taken> take(TenantTransaction transaction, String person, ClinicRole role) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.current(transaction, clock.instant())))
        .flatMap(members -> taken(transaction, ofClinic(members), person, role));
  }

  private Mono<Taken> taken(
      TenantTransaction transaction,
      List<MemberStore.Member> members,
      String person,
      ClinicRole role) {
    if (members.stream().noneMatch(each -> each.is(person, role))) {
      return Mono.just(Taken.UNKNOWN);
    }
    long owners = members.stream().filter(each -> each.grant().role() == ClinicRole.OWNER).count();
    if (role == ClinicRole.OWNER && owners == 1) {
      return audit
          .append(transaction, new PeopleAct.LastOwnerKept(person))
          .thenReturn(Taken.LAST_OWNER);
    }
    boolean stillSeesFigures =
        members.stream()
            .anyMatch(each ->
                each.professionalId().equals(person)
                    && each.grant().role() != role
                    && seesFigures(each.grant().role()));
    Instant now = clock.instant();
    return store
        .end(transaction, person, role, now)
        .then(
            Mono.defer(() -> audit.append(transaction, new PeopleAct.MemberRemoved(person, role))))
        .then(
            Mono.defer(() ->
                stillSeesFigures
                    ? Mono.just(0)
                    : permissions.endAllOf(transaction, person, today(now), now)))
        .thenReturn(Taken.DONE);
  }

  /** Whether figures are shown to people of this role at all. */
  static boolean seesFigures(ClinicRole role) {
    return role == ClinicRole.OWNER || role == ClinicRole.PHYSIOTHERAPIST;
  }

  /** Those to whom the clinic gave a role. */
  static List<MemberStore.Member> ofClinic(List<MemberStore.Member> members) {
    return members.stream().filter(each -> !each.platform()).toList();
  }

  static LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, Grant.DENMARK);
  }
}
