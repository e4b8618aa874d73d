package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deletes what Sentinel keeps for a clinic whose agreement has ended, step by step. A step is one
 * transaction: it begins the deletion, deletes some rows of one kind, or finds nothing left and
 * ends it; what it did is counted and recorded in that same transaction. So it may be killed
 * anywhere and is taken up where it stood, by any instance; of several at once one acts.
 *
 * <p>Keys go first: from then on nothing leads from a person's number to what is left. The log,
 * signatures with their evidence and documents stay (appendix C.4).
 */
public final class Deletion {
  /** Rows of one kind in one transaction. */
  static final int AT_ONCE = 2_000;

  private final TerminationStore terminations = new TerminationStore();
  private final DeletionStore store = new DeletionStore();
  private final AuditLog audit;
  private final Clock clock;
  private final List<Erasable> kinds;

  /**
   * A deletion.
   *
   * @param audit records, in the transaction of the eraser's role
   * @param clock business time
   * @param kept what other rooms keep of the clinic's data
   */
  public Deletion(AuditLog audit, Clock clock, List<? extends Erasable> kept) {
    this.audit = audit;
    this.clock = clock;
    List<Erasable> all = new ArrayList<>(KeyErasureStore.KINDS);
    all.addAll(kept);
    all.addAll(ClinicErasureStore.KINDS);
    this.kinds = List.copyOf(all);
  }

  /** The codes of all kinds, in the order in which they go. */
  public List<String> kinds() {
    return kinds.stream().map(Erasable::code).toList();
  }

  /** Does the next step for the clinic; false when there is none to do. */
  public Mono<Boolean> step(TenantTransaction transaction) {
    return terminations
        .oneAtATime(transaction)
        .then(Mono.defer(() -> terminations.current(transaction)))
        .flatMap(termination ->
            switch (termination.stage()) {
              case NOTICE -> begin(transaction, termination);
              case DELETING -> erase(transaction);
              case DELETED -> Mono.just(false);
            })
        .defaultIfEmpty(false);
  }

  private Mono<Boolean> begin(TenantTransaction transaction, Termination termination) {
    Instant now = clock.instant();
    if (now.isBefore(termination.deleteFrom())) {
      return Mono.just(false);
    }
    return terminations
        .add(transaction, "deletion-begun", null, now, null)
        .then(Mono.defer(() -> audit.append(transaction, new EndingAct.Begun(termination.at()))))
        .thenReturn(true);
  }

  private Mono<Boolean> erase(TenantTransaction transaction) {
    Instant now = clock.instant();
    return Flux.fromIterable(kinds)
        .concatMap(kind -> erased(transaction, kind, now), 0)
        .next()
        .switchIfEmpty(Mono.defer(() -> complete(transaction, now)));
  }

  /** Empty when nothing of the kind is left. */
  private Mono<Boolean> erased(TenantTransaction transaction, Erasable kind, Instant now) {
    return kind.erase(transaction, now, AT_ONCE)
        .filter(gone -> gone.rows() > 0)
        .flatMap(gone ->
            store
                .keep(transaction, kind.code(), gone, now)
                .then(
                    Mono.defer(() ->
                        audit.append(
                            transaction,
                            new EndingAct.Erased(kind.code(), gone.rows(), gone.keys()))))
                .thenReturn(true));
  }

  private Mono<Boolean> complete(TenantTransaction transaction, Instant now) {
    return terminations
        .add(transaction, "deleted", null, now, null)
        .then(Mono.defer(() -> store.wishForNoOrganization(transaction)))
        .then(Mono.defer(() -> store.deleted(transaction)))
        .flatMap(deleted ->
            audit.append(
                transaction,
                new EndingAct.Completed(
                    deleted.gone(), deleted.keys().size(), keysSha256(deleted.keys()))))
        .thenReturn(true);
  }

  /**
   * What was deleted, from the beginning of the deletion on; empty when it has not begun. Read
   * inside any transaction of the clinic.
   */
  public Mono<Deleted> deleted(TenantTransaction transaction) {
    return store.deleted(transaction);
  }

  /** The hash of the ids of keys, sorted, a line each: what the log has of them all. */
  public static String keysSha256(List<String> keys) {
    StringBuilder lines = new StringBuilder();
    keys.stream().sorted().forEach(key -> lines.append(key).append('\n'));
    return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }
}
