package dk.sentinel.api.clinic;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.DatabaseFault;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** All clinics, for the operator: who they are and which gate holds them up; no patient data. */
@RestController
@RequestMapping("/clinics")
final class OperatorController {
  private static final Problem YDERNUMMER_HELD =
      Problem.of(
          "ydernummer-held",
          HttpStatus.CONFLICT,
          "Ydernummer held by another clinic",
          "One of the ydernumre has a holder already. End that holding first, or correct the"
              + " number.");

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final ClinicGates gates;
  private final Clock clock;
  private final ClinicStore store = new ClinicStore();

  OperatorController(
      TenantDirectory directory,
      TenantTransactions transactions,
      AuditLog audit,
      ClinicGates gates,
      Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.gates = gates;
    this.clock = clock;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<List<Overview>> clinics(
      @AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("operator"));
    return directory
        .allClinics()
        .concatMap(clinic -> overview(clinic, act.in(clinic.id())))
        .collectList();
  }

  private Mono<Overview> overview(TenantDirectory.Clinic clinic, ActContext act) {
    return transactions
        .inTransaction(act, gates::view)
        .map(view ->
            new Overview(
                clinic.id().value(),
                clinic.name(),
                clinic.cvr(),
                clinic.region(),
                clinic.network(),
                view.gates().stream()
                    .map(gate -> new GateSummary(gate.gate(), gate.open()))
                    .toList()));
  }

  @PostMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Created>> create(
      @RequestBody NewClinic.Request request,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    NewClinic clinic = NewClinic.of(request);
    TenantId id = new TenantId(UUID.randomUUID());
    ActContext act = RequestOrigin.act(exchange, id, person.as("operator"));
    return known(clinic)
        .switchIfEmpty(
            Mono.defer(() -> create(act, clinic))
                .onErrorResume(
                    DatabaseFault::isDuplicate,
                    taken ->
                        known(clinic).switchIfEmpty(Mono.error(YDERNUMMER_HELD.asException()))));
  }

  private Mono<ResponseEntity<Created>> known(NewClinic clinic) {
    return directory
        .clinicOfCvr(clinic.cvr())
        .map(id -> ResponseEntity.ok(new Created(id.value())));
  }

  private Mono<ResponseEntity<Created>> create(ActContext act, NewClinic clinic) {
    UUID id = act.tenant().value();
    return transactions
        .inTransaction(
            act,
            transaction ->
                store
                    .create(transaction, clinic, clock.instant())
                    .then(
                        Mono.defer(() ->
                            audit.append(
                                transaction,
                                new ClinicAct.Created(id, clinic.ydernumre().size())))))
        .thenReturn(ResponseEntity.status(HttpStatus.CREATED).body(new Created(id)));
  }

  record Created(UUID clinicId) {}

  record GateSummary(String gate, boolean open) {}

  record Overview(
      UUID clinicId,
      String name,
      String cvr,
      String region,
      @Nullable String network,
      List<GateSummary> gates) {}
}
