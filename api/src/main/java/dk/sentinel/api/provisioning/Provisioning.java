package dk.sentinel.api.provisioning;

import dk.sentinel.api.identity.KeycloakRealm;
import dk.sentinel.api.problem.ProblemException;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.compliance.tenancy.WaitingWork;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries out what clinics wish of Keycloak. Read, do, note: three steps of which each may be the
 * last, because the wish stays until it is noted as done and doing it again changes nothing. Any
 * number of instances may do it at once.
 */
@Component
final class Provisioning {
  private static final int AT_ONCE = 3;

  private final WaitingWork waiting;
  private final TenantTransactions transactions;
  private final KeycloakRealm realm;
  private final AuditLog audit;
  private final Clock clock;
  private final OrganizationStore store = new OrganizationStore();

  Provisioning(
      WaitingWork waiting,
      TenantTransactions transactions,
      KeycloakRealm realm,
      AuditLog audit,
      Clock clock) {
    this.waiting = waiting;
    this.transactions = transactions;
    this.realm = realm;
    this.audit = audit;
    this.clock = clock;
  }

  /** An act of Sentinel itself. */
  static ActContext act(TenantId clinic) {
    return new ActContext(clinic, Actor.system(Actor.Component.PROVISIONING), UUID.randomUUID());
  }

  /** Carries out what is due. Fails when Keycloak is away; the wishes wait. */
  Mono<Integer> round() {
    Flux<TenantId> due =
        waiting.organizationsToFollow().collectList().flatMapIterable(clinics -> clinics);
    return UntilOneFails.forEach(due, AT_ONCE, this::follow).count().map(Math::toIntExact);
  }

  private Mono<Boolean> follow(TenantId clinic) {
    ActContext act = act(clinic);
    return transactions
        .inTransaction(act, transaction -> store.wanted(transaction, clock.instant()))
        .flatMap(wanted ->
            realm
                .ask(keycloak -> KeycloakOrganizations.follow(keycloak, wanted))
                .flatMap(counted -> noted(act, wanted, counted))
                .onErrorResume(
                    error -> reason(error).isPresent(),
                    error -> refused(act, reason(error).orElseThrow())));
  }

  /** Why Keycloak refused this very clinic; empty when it is away for all. */
  private static Optional<Refusal> reason(Throwable error) {
    return switch (error) {
      case WebApplicationException refused -> Optional.of(Refusal.REFUSED);
      case ProblemException other when other.problem().equals(KeycloakRealm.FORBIDS) ->
          Optional.of(Refusal.FORBIDDEN);
      default -> Optional.empty();
    };
  }

  private Mono<Boolean> noted(ActContext act, Wanted wanted, Set<String> counted) {
    return transactions.inTransaction(
        act,
        transaction ->
            store
                .followed(transaction, wanted, counted)
                .then(Mono.defer(() -> firstTime(transaction, wanted)))
                .thenReturn(true));
  }

  private Mono<Void> firstTime(TenantTransaction transaction, Wanted wanted) {
    return wanted.done() == 0
        ? audit.append(transaction, new ProvisioningAct.Provisioned(wanted.clinic().value())).then()
        : Mono.empty();
  }

  /** One clinic that Keycloak refuses holds up no other. */
  private Mono<Boolean> refused(ActContext act, Refusal refusal) {
    return transactions.inTransaction(
        act,
        transaction ->
            store
                .failed(transaction, refusal)
                .flatMap(tries ->
                    tries == 1
                        ? audit
                            .append(transaction, new ProvisioningAct.Failed(act.tenant().value()))
                            .thenReturn(true)
                        : Mono.just(true)));
  }
}
