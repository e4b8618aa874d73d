package dk.sentinel.api.people;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The invited person's side: what an invitation offers, and accepting it. The code comes in the
 * body, so that no address ever holds one. It is worth as much as the sign-in that comes with it:
 * who accepts is shown to the owner.
 */
@RestController
final class AcceptanceController {
  private static final Problem UNKNOWN =
      Problem.of(
          "invitation-not-found",
          HttpStatus.NOT_FOUND,
          "No such invitation",
          "The link is not whole, or another one has taken its place. Ask whoever invited you.");

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Members members;
  private final Clock clock;
  private final InvitationStore store = new InvitationStore();

  AcceptanceController(
      TenantDirectory directory,
      TenantTransactions transactions,
      AuditLog audit,
      Members members,
      Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.members = members;
    this.clock = clock;
  }

  @PostMapping("/invitations/offer")
  Mono<Offer> offer(
      @RequestBody Brought brought,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    return with(
        brought, person, exchange, (transaction, found) -> offer(transaction, found.grant()));
  }

  @PostMapping("/invitations/acceptance")
  Mono<Offer> accept(
      @RequestBody Brought brought,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    return with(
        brought, person, exchange, (transaction, found) -> accepted(transaction, found, person));
  }

  /**
   * What is done with an invitation that can be accepted; empty when it turns out that it cannot.
   */
  private interface Work {
    Mono<Offer> on(TenantTransaction transaction, Invitation invitation);
  }

  private Mono<Offer> with(
      Brought brought, Caller.Person person, ServerWebExchange exchange, Work work) {
    ActContext nobody = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("invited"));
    return Mono.justOrEmpty(InvitationCode.of(brought.code))
        .flatMap(code ->
            directory
                .invitation(code.hash())
                .flatMap(place -> at(nobody.in(place.clinic()), place.invitation(), code, work)))
        .switchIfEmpty(Mono.defer(() -> unknown(nobody)))
        .map(result -> result.orElseThrow());
  }

  /** Either what was offered, or why not; a refusal is committed before it is thrown. */
  private record Result(@Nullable Offer offer, Invitation.@Nullable State refused) {
    Offer orElseThrow() {
      if (offer != null) {
        return offer;
      }
      throw gone(refused == null ? Invitation.State.EXPIRED : refused).asException();
    }
  }

  private Mono<Result> at(ActContext act, UUID id, InvitationCode code, Work work) {
    return transactions.inTransaction(
        act,
        transaction ->
            store
                .locked(transaction, id, code)
                .flatMap(found -> {
                  Invitation.State state = found.state(clock.instant());
                  return state == Invitation.State.OPEN
                      ? work.on(transaction, found).map(offer -> new Result(offer, null))
                      : refused(transaction, id, state);
                }));
  }

  private Mono<Result> refused(TenantTransaction transaction, UUID id, Invitation.State state) {
    return audit
        .append(transaction, new PeopleAct.InvitationRefused(id, state.code()))
        .thenReturn(new Result(null, state));
  }

  private Mono<Result> unknown(ActContext nobody) {
    return transactions
        .inTransaction(
            nobody,
            transaction ->
                audit.append(transaction, new PeopleAct.InvitationRefused(null, "unknown")))
        .then(Mono.error(UNKNOWN::asException));
  }

  private Mono<Offer> accepted(
      TenantTransaction transaction, Invitation invitation, Caller.Person person) {
    Invitation.Accepted accepted =
        new Invitation.Accepted(person.id(), person.name(), person.organization(), clock.instant());
    MemberStore.Member member =
        new MemberStore.Member(person.id(), person.name(), invitation.grant(), clock.instant());
    return store
        .accept(transaction, invitation.id(), accepted)
        .then(
            Mono.defer(
                () -> audit.append(transaction, new PeopleAct.InvitationAccepted(invitation.id()))))
        .then(Mono.defer(() -> members.give(transaction, member)))
        .then(Mono.defer(() -> offer(transaction, invitation.grant())));
  }

  private Mono<Offer> offer(TenantTransaction transaction, Grant grant) {
    return store
        .clinicName(transaction)
        .map(name ->
            new Offer(
                transaction.tenant().value(),
                name,
                grant.role().code(),
                grant.until(),
                grant.ydernumre()));
  }

  private static Problem gone(Invitation.State state) {
    return Problem.of(
        "invitation-" + state.code(),
        HttpStatus.GONE,
        "The invitation is no longer open",
        "Ask whoever invited you for a new one.");
  }

  /** What the link ended with. Never printed. */
  record Brought(@Nullable String code) {
    @Override
    public String toString() {
      return "a code";
    }
  }

  /**
   * What is offered.
   *
   * @param clinicId the clinic
   * @param clinicName its name
   * @param role what the person would be there
   * @param until the last day; null for no end
   * @param ydernumre whose figures the person would see; null for all of the clinic's
   */
  record Offer(
      UUID clinicId,
      String clinicName,
      String role,
      @Nullable LocalDate until,
      @Nullable List<String> ydernumre) {}
}
