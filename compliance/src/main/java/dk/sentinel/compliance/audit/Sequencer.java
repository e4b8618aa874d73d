package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives recorded entries their positions and signs what the log has become.
 *
 * <p>A round is one transaction: it takes the advisory lock (another instance that holds it lets
 * this round end with nothing done), takes queued entries, numbers them gaplessly per clinic,
 * extends each clinic's tree, keeps the tiles that became full, signs a checkpoint for each clinic
 * and empties the queue. A killed round leaves no trace, and its lock ends with its connection, so
 * that any other instance takes over.
 */
public final class Sequencer {
  /** How many entries a round takes at most. */
  static final int BATCH = 2_000;

  private final AuditSequencerStore store;
  private final LogKey key;
  private final Clock clock;

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

  /** Sequences what is queued, at most one batch; tells how many entries got a position. */
  public Mono<Integer> round() {
    return store.inTransactionHoldingTheLock(
        store
            .queued(BATCH)
            .collectList()
            .flatMap(queued ->
                Flux.fromIterable(byClinic(queued).entrySet())
                    .concatMap(clinic -> extend(clinic.getKey(), clinic.getValue()))
                    .then(Mono.just(queued.size()))));
  }

  /** How much is on its way and how long the oldest of it has waited. Changes nothing. */
  public Mono<Backlog> backlog() {
    return Mono.defer(() -> store.backlog(clock.instant()));
  }

  private static Map<UUID, List<AuditSequencerStore.Queued>> byClinic(
      List<AuditSequencerStore.Queued> queued) {
    Map<UUID, List<AuditSequencerStore.Queued>> byClinic = new LinkedHashMap<>();
    for (AuditSequencerStore.Queued entry : queued) {
      byClinic.computeIfAbsent(entry.clinic(), clinic -> new ArrayList<>()).add(entry);
    }
    return byClinic;
  }

  private Mono<Void> extend(UUID clinic, List<AuditSequencerStore.Queued> entries) {
    return store
        .frontier(clinic)
        .flatMap(before -> {
          List<byte[]> hashes =
              entries.stream().map(entry -> Hashes.leaf(entry.canonical())).toList();
          Frontier after = before;
          for (byte[] hash : hashes) {
            after = after.append(hash);
          }
          return store
              .number(clinic, before.size(), entries, hashes)
              .then(store.keepFullTiles(clinic, before.size(), after.size()))
              .then(sign(clinic, after));
        });
  }

  private Mono<Void> sign(UUID clinic, Frontier tree) {
    SignedNote note = key.checkpoint(clinic, tree.size(), tree.root());
    return store.keep(clinic, tree, note.toString(), clock.instant());
  }
}
