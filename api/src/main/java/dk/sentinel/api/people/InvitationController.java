package dk.sentinel.api.people;

import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** An owner's invitations to colleagues whose MitID Erhverv id she does not know. */
@RestController
@RequestMapping("/clinics/{clinicId}/invitations")
final class InvitationController {
  private static final Duration LIFE = Duration.ofDays(14);

  /** No more than that there is something on both sides: only the mail tells whether it exists. */
  private static final Pattern EMAIL =
      Pattern.compile("(?=.{3,254}$)[^@\\s\\p{Cntrl}<>\"(),:;\\[\\]\\\\]{1,64}@[\\p{L}0-9.-]+");

  private static final Problem UNKNOWN =
      Problem.of(
          "invitation-not-found",
          HttpStatus.NOT_FOUND,
          "No such invitation",
          "There is none with this id that waits for an answer; see"
              + " GET /clinics/{clinicId}/invitations.");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final InvitationStore store = new InvitationStore();
  private final MemberStore members = new MemberStore();

  InvitationController(TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic(OWNER)
  Mono<List<View>> invitations() {
    return transactions
        .inTransaction(store::all)
        .map(all -> all.stream().map(one -> View.of(one, clock.instant())).toList());
  }

  /** The code is in this answer and nowhere else. */
  @PostMapping
  @ForClinic(OWNER)
  Mono<ResponseEntity<Sent>> invite(@RequestBody Asked asked) {
    Invitation invitation = checked(asked);
    InvitationCode code = InvitationCode.random();
    return transactions
        .inTransaction(transaction -> created(transaction, invitation, code))
        .map(done -> {
          if (!done) {
            throw MemberController.foreignYdernummer();
          }
          return ResponseEntity.status(HttpStatus.CREATED).body(Sent.of(invitation, code));
        });
  }

  private Invitation checked(Asked asked) {
    Instant now = clock.instant();
    Fields fields = new Fields();
    String email =
        fields.matching(
            "email",
            asked.email == null ? null : asked.email.strip(),
            EMAIL,
            "must be an e-mail address");
    Grant grant =
        Grant.of(
            fields,
            new Grant.Terms(asked.role, asked.until, asked.ydernumre, asked.logFrom, asked.logTo),
            Members.today(now));
    fields.refuseIfBroken();
    return new Invitation(UUID.randomUUID(), email, grant, now, now.plus(LIFE), null, null);
  }

  private Mono<Boolean> created(
      TenantTransaction transaction, Invitation invitation, InvitationCode code) {
    List<String> ydernumre = invitation.grant().ydernumre();
    return members
        .foreign(transaction, ydernumre == null ? List.of() : ydernumre)
        .flatMap(foreign ->
            foreign.isEmpty()
                ? store
                    .insert(transaction, invitation, code)
                    .then(
                        Mono.defer(() ->
                            audit.append(
                                transaction,
                                new PeopleAct.Invited(invitation.id(), invitation.grant()))))
                    .thenReturn(true)
                : Mono.just(false));
  }

  /** Another code, and fourteen days more; the code before leads nowhere from then on. */
  @PostMapping("/{invitation}/resend")
  @ForClinic(OWNER)
  Mono<Sent> again(@PathVariable String invitation) {
    UUID id = Ids.parsed(invitation, UNKNOWN);
    InvitationCode code = InvitationCode.random();
    Instant expires = clock.instant().plus(LIFE);
    return change(
            id,
            new PeopleAct.InvitedAgain(id),
            transaction -> store.renew(transaction, id, code, expires))
        .map(found -> new Sent(id, code.text(), expires));
  }

  @DeleteMapping("/{invitation}")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> revoke(@PathVariable String invitation) {
    UUID id = Ids.parsed(invitation, UNKNOWN);
    return change(
            id,
            new PeopleAct.InvitationRevoked(id),
            transaction -> store.revoke(transaction, id, clock.instant()))
        .thenReturn(ResponseEntity.noContent().build());
  }

  /** Changes one that nobody has accepted and that was not taken back. */
  private Mono<Invitation> change(
      UUID id, AuditAct act, Function<TenantTransaction, Mono<Void>> change) {
    return transactions
        .inTransaction(transaction ->
            store
                .locked(transaction, id)
                .filter(found -> found.accepted() == null && found.revokedAt() == null)
                .flatMap(found ->
                    change
                        .apply(transaction)
                        .then(Mono.defer(() -> audit.append(transaction, act)))
                        .thenReturn(found)))
        .switchIfEmpty(Mono.error(UNKNOWN::asException));
  }

  /** Whom the owner invites, to what; see {@link Grant.Terms}. Never printed. */
  record Asked(
      @Nullable String email,
      @Nullable String role,
      @Nullable String until,
      @Nullable List<String> ydernumre,
      @Nullable String logFrom,
      @Nullable String logTo) {
    @Override
    public String toString() {
      return "an invitation";
    }
  }

  /**
   * What the owner passes on.
   *
   * @param invitationId names it
   * @param code what the link ends with; shown this once
   * @param expiresAt from when on it no longer works
   */
  record Sent(UUID invitationId, String code, Instant expiresAt) {
    static Sent of(Invitation invitation, InvitationCode code) {
      return new Sent(invitation.id(), code.text(), invitation.expiresAt());
    }

    @Override
    public String toString() {
      return "invitation " + invitationId;
    }
  }

  record View(
      UUID invitationId,
      @Nullable String email,
      String role,
      @Nullable LocalDate until,
      @Nullable List<String> ydernumre,
      @Nullable LocalDate logFrom,
      @Nullable LocalDate logTo,
      Instant createdAt,
      Instant expiresAt,
      String state,
      @Nullable Instant revokedAt,
      @Nullable AcceptedView accepted) {
    static View of(Invitation invitation, Instant now) {
      Grant grant = invitation.grant();
      Invitation.Accepted accepted = invitation.accepted();
      return new View(
          invitation.id(),
          invitation.email(),
          grant.role().code(),
          grant.until(),
          grant.ydernumre(),
          grant.scope().logFrom(),
          grant.scope().logTo(),
          invitation.createdAt(),
          invitation.expiresAt(),
          invitation.state(now).code(),
          invitation.revokedAt(),
          accepted == null
              ? null
              : new AcceptedView(
                  accepted.person(), accepted.name(), accepted.organization(), accepted.at()));
    }

    @Override
    public String toString() {
      return "invitation " + invitationId;
    }
  }

  record AcceptedView(String professionalId, String name, String organization, Instant at) {}
}
