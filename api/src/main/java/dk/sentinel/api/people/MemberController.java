package dk.sentinel.api.people;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.identity.ProfessionalId;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
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

/**
 * The clinic's people: who has which role, given and taken by an owner. Every request asks for the
 * roles anew, so that one that was taken is gone with the next request, whatever token it bears.
 */
@RestController
@RequestMapping("/clinics/{clinicId}/members")
final class MemberController {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final int LONGEST_YEARS = 3;

  private static final Problem UNKNOWN =
      Problem.of(
          "member-not-found",
          HttpStatus.NOT_FOUND,
          "No such role",
          "Nobody with this id has that role in the clinic; see GET /clinics/{clinicId}/members.");

  private static final Problem LAST_OWNER =
      Problem.of(
          "last-owner",
          HttpStatus.CONFLICT,
          "The last owner stays",
          "A clinic must have an owner. Make another person owner first.");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final MemberStore store = new MemberStore();

  MemberController(TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, AUDITOR})
  Mono<List<View>> members() {
    return transactions
        .inTransaction(transaction -> store.current(transaction, clock.instant()))
        .map(members -> members.stream().map(View::new).toList());
  }

  @PostMapping
  @ForClinic(OWNER)
  Mono<ResponseEntity<Asked>> add(@RequestBody Asked asked) {
    MemberStore.Member member = checked(asked);
    return transactions
        .inTransaction(transaction -> given(transaction, member))
        .map(
            isNew -> ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(asked));
  }

  private MemberStore.Member checked(Asked asked) {
    Fields fields = new Fields();
    String person =
        fields.matching(
            "professionalId", asked.professionalId, ProfessionalId.SHAPE, ProfessionalId.RULE);
    String name = fields.text("name", asked.name, 200);
    String role = asked.role == null ? "" : asked.role;
    fields.require(
        ClinicRole.of(role).isPresent(),
        "role",
        "must be owner, physiotherapist, secretary or auditor");
    Instant now = clock.instant();
    Instant end = end(fields, asked.until, role, LocalDate.ofInstant(now, DENMARK));
    fields.refuseIfBroken();
    return new MemberStore.Member(person, name, role, now, end);
  }

  /** A role ends with a day in Denmark. An auditor's must, an owner's is taken by somebody. */
  private static @Nullable Instant end(
      Fields fields, @Nullable String until, String role, LocalDate today) {
    if (until == null) {
      fields.require(
          !role.equals(AUDITOR.code()), "until", "must be given: an auditor's access ends");
      return null;
    }
    fields.require(!role.equals(OWNER.code()), "until", "must not be given for an owner");
    try {
      LocalDate last = LocalDate.parse(until);
      fields.require(
          !last.isBefore(today) && !last.isAfter(today.plusYears(LONGEST_YEARS)),
          "until",
          "must be a day from today to three years from now");
      return last.plusDays(1).atStartOfDay(DENMARK).toInstant();
    } catch (DateTimeParseException e) {
      fields.require(false, "until", "must be a day, such as 2026-12-31");
      return null;
    }
  }

  private Mono<Boolean> given(TenantTransaction transaction, MemberStore.Member member) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.give(transaction, member)))
        .flatMap(isNew ->
            isNew
                ? audit
                    .append(
                        transaction,
                        new PeopleAct.MemberAdded(
                            member.professionalId(), member.role(), member.endsAt()))
                    .thenReturn(true)
                : Mono.just(false));
  }

  @DeleteMapping("/{person}/{role}")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> remove(@PathVariable String person, @PathVariable String role) {
    if (!ProfessionalId.SHAPE.matcher(person).matches() || ClinicRole.of(role).isEmpty()) {
      throw UNKNOWN.asException();
    }
    return transactions
        .inTransaction(transaction -> ended(transaction, person, role))
        .flatMap(MemberController::answer);
  }

  /** What became of the wish to take a role. */
  private enum Ended {
    TAKEN,
    UNKNOWN,
    LAST_OWNER
  }

  private static Mono<ResponseEntity<Void>> answer(Ended ended) {
    return switch (ended) {
      case TAKEN -> Mono.just(ResponseEntity.noContent().build());
      case UNKNOWN -> Mono.error(UNKNOWN.asException());
      case LAST_OWNER -> Mono.error(LAST_OWNER.asException());
    };
  }

  private Mono<Ended> ended(TenantTransaction transaction, String person, String role) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.current(transaction, clock.instant())))
        .flatMap(members -> {
          boolean has =
              members.stream()
                  .anyMatch(
                      each -> each.professionalId().equals(person) && each.role().equals(role));
          if (!has) {
            return Mono.just(Ended.UNKNOWN);
          }
          long owners = members.stream().filter(each -> each.role().equals("owner")).count();
          return role.equals(OWNER.code()) && owners == 1
              ? audit
                  .append(transaction, new PeopleAct.LastOwnerKept(person))
                  .thenReturn(Ended.LAST_OWNER)
              : store
                  .end(transaction, person, role, clock.instant())
                  .then(
                      Mono.defer(() ->
                          audit.append(transaction, new PeopleAct.MemberRemoved(person, role))))
                  .thenReturn(Ended.TAKEN);
        });
  }

  /** What an owner asks for; {@code until} is the last day on which the role holds. */
  record Asked(
      @Nullable String professionalId,
      @Nullable String name,
      @Nullable String role,
      @Nullable String until) {}

  record View(
      String professionalId, String name, String role, Instant addedAt, @Nullable LocalDate until) {
    View(MemberStore.Member member) {
      this(
          member.professionalId(),
          member.name(),
          member.role(),
          member.addedAt(),
          member.endsAt() == null
              ? null
              : LocalDate.ofInstant(member.endsAt(), DENMARK).minusDays(1));
    }
  }
}
