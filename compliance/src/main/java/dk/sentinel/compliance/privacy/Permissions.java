package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The permissions by sundhedsloven § 42 d of the clinic that a transaction is bound to. Giving and
 * ending one is recorded in the same transaction.
 */
public final class Permissions {
  private final PermissionStore store = new PermissionStore();
  private final AuditLog audit;

  /** Records in this log. */
  public Permissions(AuditLog audit) {
    this.audit = audit;
  }

  /** All that were ever given, newest first. */
  public Flux<Permission> all(TenantTransaction transaction) {
    return store.all(transaction);
  }

  /** Gives one. Several may hold for a person at once. */
  public Mono<Void> grant(TenantTransaction transaction, Permission permission) {
    return store
        .insert(transaction, permission)
        .then(
            Mono.defer(
                () -> audit.append(transaction, new PermissionAct.Granted(permission)).then()));
  }

  /** Ends one from now on; false when there is none that could still hold. */
  public Mono<Boolean> end(TenantTransaction transaction, UUID id, LocalDate today, Instant now) {
    return store
        .end(transaction, id, today, now)
        .flatMap(person ->
            audit.append(transaction, new PermissionAct.Ended(id, person)).thenReturn(true))
        .defaultIfEmpty(false);
  }

  /**
   * Ends all of a person who no longer works with the clinic's figures.
   *
   * @return how many could still have held
   */
  public Mono<Integer> endAllOf(
      TenantTransaction transaction, String person, LocalDate today, Instant now) {
    return store
        .all(transaction)
        .filter(one -> one.person().equals(person))
        .concatMap(one -> end(transaction, one.id(), today, now))
        .filter(ended -> ended)
        .count()
        .map(Long::intValue);
  }
}
