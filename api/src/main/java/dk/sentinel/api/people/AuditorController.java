package dk.sentinel.api.people;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.ProfessionalId;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Auditors whom the operator lets in, for named clinics or for the whole platform. Each clinic
 * concerned has it in its own log; an audit of the whole platform stands in the platform's. Nobody
 * who runs the platform audits it.
 */
@RestController
@RequestMapping("/auditors")
final class AuditorController {
  private static final int MOST_CLINICS = 1_000;

  private static final Problem UNKNOWN =
      Problem.of(
          "auditor-not-found",
          HttpStatus.NOT_FOUND,
          "No such auditor",
          "Nobody with this id audits anything; see GET /auditors.");

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Members members;
  private final Clock clock;
  private final Set<String> runThePlatform;
  private final MemberStore store = new MemberStore();

  AuditorController(
      TenantDirectory directory,
      TenantTransactions transactions,
      AuditLog audit,
      Members members,
      Clock clock,
      SentinelSettings settings) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.members = members;
    this.clock = clock;
    this.runThePlatform = new HashSet<>(settings.platform().operators());
    runThePlatform.addAll(settings.platform().projectEditors());
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<List<View>> auditors() {
    return directory.auditorsAt(clock.instant()).map(View::of).collectList();
  }

  @PostMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Void>> add(
      @RequestBody Asked asked,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    MemberStore.Member auditor = checked(asked);
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, operator.as("operator"));
    Mono<Void> given =
        asked.clinics == null
            ? platform(act, auditor)
            : known(asked.clinics)
                .flatMap(clinics ->
                    Flux.fromIterable(clinics)
                        .concatMap(clinic ->
                            transactions.inTransaction(
                                act.in(clinic), transaction -> members.give(transaction, auditor)))
                        .then());
    return given.thenReturn(ResponseEntity.noContent().build());
  }

  private MemberStore.Member checked(Asked asked) {
    Instant now = clock.instant();
    Fields fields = new Fields();
    String person =
        fields.matching(
            "professionalId", asked.professionalId, ProfessionalId.SHAPE, ProfessionalId.RULE);
    fields.require(
        !runThePlatform.contains(person),
        "professionalId",
        "must not be somebody who runs the platform");
    String name = fields.text("name", asked.name, 200);
    Grant grant =
        Grant.of(
            fields,
            new Grant.Terms(
                ClinicRole.AUDITOR.code(), asked.until, null, asked.logFrom, asked.logTo),
            Members.today(now));
    List<String> clinics = asked.clinics;
    fields.require(
        clinics == null || (!clinics.isEmpty() && clinics.size() <= MOST_CLINICS),
        "clinics",
        "must name clinics by their ids; leave it out for the whole platform");
    fields.refuseIfBroken();
    return new MemberStore.Member(person, name, grant, now);
  }

  /** The clinics, if they all exist: else nothing is given at any. */
  private Mono<List<TenantId>> known(List<String> asked) {
    return directory
        .allClinics()
        .map(TenantDirectory.Clinic::id)
        .collect(Collectors.toMap(id -> id.value().toString(), id -> id))
        .map(all -> {
          if (!all.keySet().containsAll(asked)) {
            throw Problem.invalid("clinics", "must be ids of clinics; see GET /clinics")
                .asException();
          }
          return asked.stream().distinct().map(id -> Objects.requireNonNull(all.get(id))).toList();
        });
  }

  private Mono<Void> platform(ActContext act, MemberStore.Member auditor) {
    Instant ends = Objects.requireNonNull(auditor.grant().endsAt());
    PeopleAct added =
        new PeopleAct.PlatformAuditorAdded(
            auditor.professionalId(),
            ends,
            auditor.grant().scope().logFrom(),
            auditor.grant().scope().logTo());
    return transactions
        .inTransaction(
            act,
            transaction ->
                store
                    .givePlatform(transaction, auditor)
                    .flatMap(isNew ->
                        isNew
                            ? audit.append(transaction, added).thenReturn(true)
                            : Mono.just(false)))
        .then();
  }

  /** Ends what the person audits, everywhere: an engagement ends as a whole. */
  @DeleteMapping("/{person}")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Void>> remove(
      @PathVariable String person,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, operator.as("operator"));
    return directory
        .auditorsAt(clock.instant())
        .filter(auditor -> auditor.person().equals(person))
        .collectList()
        .flatMapIterable(each -> each)
        .concatMap(auditor -> end(act, auditor))
        .count()
        .map(ended -> {
          if (ended == 0) {
            throw UNKNOWN.asException();
          }
          return ResponseEntity.noContent().build();
        });
  }

  private Mono<Boolean> end(ActContext act, TenantDirectory.Auditor auditor) {
    TenantId clinic = auditor.clinic();
    return clinic == null
        ? transactions.inTransaction(
            act,
            transaction ->
                store
                    .endPlatform(transaction, auditor.person(), clock.instant())
                    .flatMap(ended ->
                        audit
                            .append(
                                transaction, new PeopleAct.PlatformAuditorRemoved(auditor.person()))
                            .thenReturn(ended)))
        : transactions.inTransaction(
            act.in(clinic),
            transaction ->
                members
                    .take(transaction, auditor.person(), ClinicRole.AUDITOR)
                    .map(Members.Taken.DONE::equals));
  }

  /** What the operator asks for; without {@code clinics} the whole platform. */
  record Asked(
      @Nullable String professionalId,
      @Nullable String name,
      @Nullable String until,
      @Nullable String logFrom,
      @Nullable String logTo,
      @Nullable List<String> clinics) {}

  record View(
      String professionalId,
      String name,
      @Nullable UUID clinicId,
      @Nullable String clinicName,
      @Nullable LocalDate until,
      @Nullable LocalDate logFrom,
      @Nullable LocalDate logTo) {
    static View of(TenantDirectory.Auditor auditor) {
      return new View(
          auditor.person(),
          auditor.name(),
          Optional.ofNullable(auditor.clinic()).map(TenantId::value).orElse(null),
          auditor.clinicName(),
          Optional.ofNullable(auditor.endsAt())
              .map(ends -> LocalDate.ofInstant(ends, Grant.DENMARK).minusDays(1))
              .orElse(null),
          auditor.scope().logFrom(),
          auditor.scope().logTo());
    }
  }
}
