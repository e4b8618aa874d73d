package dk.sentinel.api.provisioning;

import dk.sentinel.api.identity.KeycloakRealm;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares every clinic with its organization. A clinic for which something is left to do is passed
 * over: it does not differ, it is not finished.
 */
@Component
final class Comparison {
  private static final int AT_ONCE = 2;

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final KeycloakRealm realm;
  private final AuditLog audit;
  private final Clock clock;
  private final OrganizationStore store = new OrganizationStore();

  Comparison(
      TenantDirectory directory,
      TenantTransactions transactions,
      KeycloakRealm realm,
      AuditLog audit,
      Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.realm = realm;
    this.audit = audit;
    this.clock = clock;
  }

  /** Compares all. Fails when Keycloak is away; never says that there is more to do. */
  Mono<Integer> round() {
    return directory
        .allClinics()
        .map(TenantDirectory.Clinic::id)
        .collectList()
        .flatMap(clinics ->
            UntilOneFails.forEach(Flux.fromIterable(clinics), AT_ONCE, this::compare)
                .then(Mono.defer(() -> strangers(clinics))))
        .thenReturn(0);
  }

  private Mono<Boolean> compare(TenantId clinic) {
    ActContext act = Provisioning.act(clinic);
    return transactions
        .inTransaction(act, this::wantedOrWished)
        .filter(Wanted::isFollowed)
        .flatMap(wanted ->
            realm
                .ask(keycloak -> KeycloakOrganizations.differences(keycloak, wanted))
                .flatMap(found ->
                    transactions.inTransaction(
                        act, transaction -> notedUnlessOutdated(transaction, wanted, found))));
  }

  /** A role that ended by itself is a wish too. */
  private Mono<Wanted> wantedOrWished(TenantTransaction transaction) {
    return store
        .wanted(transaction, clock.instant())
        .flatMap(wanted ->
            wanted.overdue() ? store.wish(transaction).thenReturn(wanted) : Mono.just(wanted));
  }

  /** What was wished for meanwhile explains a difference. */
  private Mono<Boolean> notedUnlessOutdated(
      TenantTransaction transaction, Wanted compared, List<Difference> found) {
    return store
        .wanted(transaction, clock.instant())
        .filter(compared::equals)
        .flatMap(still -> noted(transaction, found));
  }

  private Mono<Void> strangers(List<TenantId> clinics) {
    Set<String> known = clinics.stream().map(TenantId::toString).collect(Collectors.toSet());
    return realm
        .ask(keycloak -> KeycloakOrganizations.strangers(keycloak, known))
        .flatMap(found ->
            transactions.inTransaction(
                Provisioning.act(TenantId.PLATFORM), transaction -> noted(transaction, found)))
        .then();
  }

  private Mono<Boolean> noted(TenantTransaction transaction, List<Difference> found) {
    return store
        .open(transaction)
        .map(open -> open.stream().map(OrganizationStore.Open::difference).toList())
        .flatMap(open -> {
          List<Difference> appeared = found.stream().filter(one -> !open.contains(one)).toList();
          List<Difference> gone = open.stream().filter(one -> !found.contains(one)).toList();
          return store
              .found(transaction, appeared, clock.instant())
              .then(Mono.defer(() -> store.gone(transaction, gone, clock.instant())))
              .thenMany(
                  Flux.concat(
                          Flux.fromIterable(appeared).map(ProvisioningAct.DriftFound::new),
                          Flux.fromIterable(gone).map(ProvisioningAct.DriftGone::new))
                      .concatMap(act -> audit.append(transaction, act)))
              .then(Mono.just(true));
        });
  }
}
