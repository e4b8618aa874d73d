package dk.sentinel.api.people;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.identity.ProfessionalId;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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

/** The clinic's people: who has which role, given and taken by an owner. */
@RestController
@RequestMapping("/clinics/{clinicId}/members")
final class MemberController {
  private static final Problem UNKNOWN =
      Problem.of(
          "member-not-found",
          HttpStatus.NOT_FOUND,
          "No such role",
          "Nobody with this id has that role in the clinic; see GET /clinics/{clinicId}/members.");

  static final Problem LAST_OWNER =
      Problem.of(
          "last-owner",
          HttpStatus.CONFLICT,
          "The last owner stays",
          "A clinic must have an owner. Make another person owner first.");

  private final TenantTransactions transactions;
  private final Members members;
  private final Clock clock;
  private final MemberStore store = new MemberStore();

  MemberController(TenantTransactions transactions, Members members, Clock clock) {
    this.transactions = transactions;
    this.members = members;
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
        .inTransaction(transaction -> members.give(transaction, member))
        .map(given ->
            switch (given) {
              case CHANGED -> ResponseEntity.status(HttpStatus.CREATED).body(asked);
              case UNCHANGED -> ResponseEntity.ok(asked);
              case FOREIGN_YDERNUMMER -> throw foreignYdernummer();
            });
  }

  static RuntimeException foreignYdernummer() {
    return Problem.invalid("ydernumre", "must be ydernumre of the clinic").asException();
  }

  private MemberStore.Member checked(Asked asked) {
    Fields fields = new Fields();
    Instant now = clock.instant();
    String person =
        fields.matching(
            "professionalId", asked.professionalId, ProfessionalId.SHAPE, ProfessionalId.RULE);
    String name = fields.text("name", asked.name, 200);
    Grant grant =
        Grant.of(
            fields,
            new Grant.Terms(asked.role, asked.until, asked.ydernumre, asked.logFrom, asked.logTo),
            Members.today(now));
    fields.refuseIfBroken();
    return new MemberStore.Member(person, name, grant, now);
  }

  @DeleteMapping("/{person}/{role}")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> remove(@PathVariable String person, @PathVariable String role) {
    Optional<ClinicRole> taken = ClinicRole.of(role);
    if (!ProfessionalId.SHAPE.matcher(person).matches() || taken.isEmpty()) {
      throw UNKNOWN.asException();
    }
    return transactions
        .inTransaction(transaction -> members.take(transaction, person, taken.get()))
        .map(MemberController::answer);
  }

  private static ResponseEntity<Void> answer(Members.Taken taken) {
    return switch (taken) {
      case DONE -> ResponseEntity.noContent().build();
      case UNKNOWN -> throw UNKNOWN.asException();
      case LAST_OWNER -> throw LAST_OWNER.asException();
    };
  }

  /** What an owner asks for; see {@link Grant.Terms}. */
  record Asked(
      @Nullable String professionalId,
      @Nullable String name,
      @Nullable String role,
      @Nullable String until,
      @Nullable List<String> ydernumre,
      @Nullable String logFrom,
      @Nullable String logTo) {}

  record View(
      String professionalId,
      String name,
      String role,
      Instant addedAt,
      @Nullable LocalDate until,
      @Nullable List<String> ydernumre,
      @Nullable LocalDate logFrom,
      @Nullable LocalDate logTo,
      boolean platform) {
    View(MemberStore.Member member) {
      this(
          member.professionalId(),
          member.name(),
          member.grant().role().code(),
          member.addedAt(),
          member.grant().until(),
          member.grant().ydernumre(),
          member.grant().scope().logFrom(),
          member.grant().scope().logTo(),
          member.platform());
    }
  }
}
