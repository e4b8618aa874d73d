package dk.sentinel.api.provisioning;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Whether Keycloak agrees with Sentinel, for the operator; no patient data, no names of people. */
@RestController
@RequestMapping("/platform/organizations")
final class OrganizationController {
  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final OrganizationStore store = new OrganizationStore();

  OrganizationController(
      TenantDirectory directory, TenantTransactions transactions, AuditLog audit) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<Overview> organizations(
      @AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("operator"));
    return directory
        .allClinics()
        .concatMap(clinic ->
            transactions.inTransaction(
                act.in(clinic.id()), transaction -> view(transaction, clinic)))
        .collectList()
        .zipWith(transactions.inTransaction(act, store::open))
        .map(both -> new Overview(both.getT1(), views(both.getT2())));
  }

  private Mono<View> view(TenantTransaction transaction, TenantDirectory.Clinic clinic) {
    return store
        .state(transaction)
        .zipWhen(state -> store.open(transaction))
        .map(both -> View.of(clinic, both.getT1(), views(both.getT2())));
  }

  private static List<DifferenceView> views(List<OrganizationStore.Open> open) {
    return open.stream()
        .map(each ->
            new DifferenceView(
                each.difference().kind().code(), each.difference().subject(), each.foundAt()))
        .toList();
  }

  /** Has Keycloak made what the clinic wants it to be; done soon after. */
  @PostMapping("/{organization}/repair")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Void>> repair(
      @PathVariable String organization,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("operator"));
    return directory
        .allClinics()
        .filter(clinic -> clinic.id().toString().equals(organization))
        .next()
        .flatMap(clinic ->
            transactions.inTransaction(
                act.in(clinic.id()),
                transaction ->
                    store
                        .wish(transaction)
                        .then(
                            Mono.defer(() ->
                                audit.append(
                                    transaction,
                                    new ProvisioningAct.Repaired(clinic.id().value()))))
                        .thenReturn(ResponseEntity.accepted().<Void>build())))
        .switchIfEmpty(Mono.error(Problem.CLINIC_NOT_FOUND.asException()));
  }

  /**
   * Both sides.
   *
   * @param clinics every clinic by name
   * @param extra organizations that no clinic has
   */
  record Overview(List<View> clinics, List<DifferenceView> extra) {}

  record View(
      UUID clinicId,
      String name,
      String cvr,
      String state,
      Instant wishedAt,
      @Nullable Instant doneAt,
      List<DifferenceView> differences) {
    static View of(
        TenantDirectory.Clinic clinic,
        OrganizationStore.State state,
        List<DifferenceView> differences) {
      return new View(
          clinic.id().value(),
          clinic.name(),
          clinic.cvr(),
          word(state),
          state.wishedAt(),
          state.doneAt(),
          differences);
    }
  }

  private static String word(OrganizationStore.State state) {
    if (state.followed()) {
      return "ready";
    }
    if (state.tries() == 0) {
      return "pending";
    }
    return Refusal.FORBIDDEN.code().equals(state.refusal()) ? "forbidden" : "failing";
  }

  record DifferenceView(String kind, String subject, Instant foundAt) {}
}
