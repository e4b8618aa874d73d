package dk.sentinel.api.system;

import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives a practice system its keys: first in Keycloak, then in our own books. When the second does
 * not happen, doing it again mends it, because the first makes what should be. All keys of the set
 * hold at once, so a vendor changes its key without a pause: publish both, sign with the new one,
 * publish only the new one.
 */
@Component
final class SystemKeys {
  static final Problem UNKNOWN =
      Problem.of(
          "practice-system-not-found",
          HttpStatus.NOT_FOUND,
          "No such practice system",
          "No practice system has this id; see GET /practice-systems.");

  private static final Problem NO_KEYS_THERE =
      Problem.of(
          "keys-not-found",
          HttpStatus.UNPROCESSABLE_CONTENT,
          "No usable keys there",
          "The address answers with no JWK set that can be used; it " + PublicKeys.RULE + ".");

  private static final Problem NO_ADDRESS =
      Problem.of(
          "keys-without-address",
          HttpStatus.CONFLICT,
          "The keys have no address",
          "This system's keys were handed over, not published. Hand over the new ones.");

  private static final Problem OTHER_CLIENT =
      Problem.of(
          "practice-system-id-taken",
          HttpStatus.CONFLICT,
          "The id belongs to something else",
          "The sign-in service has a client of this id that is no practice system. Register the"
              + " system under another systemId.");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final SystemClients clients;
  private final KeyFetch published;
  private final SystemStore store = new SystemStore();

  SystemKeys(
      TenantTransactions transactions, AuditLog audit, SystemClients clients, KeyFetch published) {
    this.transactions = transactions;
    this.audit = audit;
    this.clients = clients;
    this.published = published;
  }

  /** Keys that were handed over. */
  Mono<SystemStore.PracticeSystem> handOver(ActContext act, String system, PublicKeys keys) {
    return known(act, system).flatMap(found -> keep(act, found, keys, null));
  }

  /** Keys that the vendor publishes, as they are now. */
  Mono<SystemStore.PracticeSystem> publish(ActContext act, String system, KeyAddress address) {
    return known(act, system).flatMap(found -> fetched(act, found, address));
  }

  /** The keys of the known address, as they are now. */
  Mono<SystemStore.PracticeSystem> refresh(ActContext act, String system, boolean synthetic) {
    return known(act, system)
        .flatMap(found -> {
          String url = found.jwksUrl();
          return url == null
              ? Mono.error(NO_ADDRESS.asException())
              : Mono.justOrEmpty(KeyAddress.of(url, synthetic))
                  .switchIfEmpty(Mono.error(NO_ADDRESS.asException()))
                  .flatMap(address -> fetched(act, found, address));
        });
  }

  private Mono<SystemStore.PracticeSystem> known(ActContext act, String system) {
    return transactions
        .inTransaction(act, transaction -> store.system(transaction, system))
        .switchIfEmpty(Mono.error(UNKNOWN.asException()));
  }

  private Mono<SystemStore.PracticeSystem> fetched(
      ActContext act, SystemStore.PracticeSystem system, KeyAddress address) {
    return published
        .from(address)
        .switchIfEmpty(Mono.error(NO_KEYS_THERE.asException()))
        .flatMap(keys -> keep(act, system, keys, address.uri().toString()));
  }

  private Mono<SystemStore.PracticeSystem> keep(
      ActContext act, SystemStore.PracticeSystem system, PublicKeys keys, @Nullable String url) {
    return clients
        .keep(system, keys)
        .flatMap(ours ->
            ours ? written(act, system.id(), keys, url) : Mono.error(OTHER_CLIENT.asException()));
  }

  private Mono<SystemStore.PracticeSystem> written(
      ActContext act, String system, PublicKeys keys, @Nullable String url) {
    return transactions.inTransaction(
        act,
        transaction ->
            store
                .keys(transaction, system, keys, url)
                .then(
                    Mono.defer(() ->
                        audit.append(
                            transaction, new SystemAct.KeysSet(system, keys.keys().size()))))
                .then(Mono.defer(() -> store.system(transaction, system))));
  }
}
