package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.Frontier;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Gives recorded entries their positions and signs what the log has become.
 *
 * <p>A round is one transaction of a few statements for all clinics together: it takes the advisory
 * lock (another instance that holds it lets this round end with nothing done), takes queued
 * entries, numbers them gaplessly per clinic, extends each clinic's tree, keeps the tiles that
 * became full, signs a checkpoint for each clinic and empties the queue. A killed round leaves no
 * trace, and its lock ends with its connection, so that any other instance takes over.
 *
 * <p>Entries of a clinic stand in the order of their ids, as far as they were visible when the
 * round began: an entry whose transaction took longer comes later, never not at all.
 */
public final class Sequencer {
  private final AuditSequencerStore store;
  private final LogKey key;
  private final Clock clock;
  private final BatchSize batch = new BatchSize();

  /**
   * A sequencer.
   *
   * @param connections logs in as {@code sentinel_sequencer}
   * @param key signs checkpoints
   * @param clock gives the time of signing
   */
  public Sequencer(ConnectionFactory connections, LogKey key, Clock clock) {
    this.store = new AuditSequencerStore(connections);
    this.key = key;
    this.clock = clock;
  }

  /**
   * Sequences what is queued, at most one batch; tells how many entries got a position. Hashing and
   * signing are done on the scheduler for computation.
   */
  public Mono<Integer> round() {
    return Mono.defer(() -> {
      int size = batch.size();
      return store
          .inTransactionHoldingTheLock(Mono.defer(() -> extend(size)))
          .elapsed()
          .map(done -> {
            batch.took(done.getT2(), Duration.ofMillis(done.getT1()));
            return done.getT2();
          });
    });
  }

  /** How much is on its way and how long the oldest of it has waited. Changes nothing. */
  public Mono<Backlog> backlog() {
    return Mono.defer(() -> store.backlog(clock.instant()));
  }

  private Mono<Integer> extend(int size) {
    return store
        .number(size)
        .collectList()
        .flatMap(grown -> grown.isEmpty() ? Mono.just(0) : keep(grown));
  }

  private Mono<Integer> keep(List<AuditSequencerStore.Growth> grown) {
    return Flux.fromIterable(grown)
        .parallel()
        .runOn(Schedulers.parallel())
        .map(this::signed)
        .sequential()
        .collectList()
        .flatMap(logs -> store.keepFullTiles(logs).then(store.keep(logs, clock.instant())))
        .thenReturn(grown.stream().mapToInt(AuditSequencerStore.Growth::count).sum());
  }

  private AuditSequencerStore.Extended signed(AuditSequencerStore.Growth growth) {
    Frontier after = growth.before().appendAll(growth.hashes());
    return new AuditSequencerStore.Extended(
        growth.clinic(),
        growth.before().size(),
        after,
        key.checkpoint(growth.clinic(), after.size(), after.root()));
  }
}
