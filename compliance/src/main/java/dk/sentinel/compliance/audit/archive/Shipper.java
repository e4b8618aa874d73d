package dk.sentinel.compliance.audit.archive;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Copies sequenced entries to the archive, each clinic's in the order of its log.
 *
 * <p>One shipper works at a time across all instances (advisory lock). A round:
 *
 * <ol>
 *   <li>looks at the archive: if it is empty, or not the one that took the last entries, all
 *       progress is forgotten and everything is shipped again;
 *   <li>lets the oldest index go, as a whole, when {@link Retention} says so;
 *   <li>writes down, in a transaction of its own, how far it is about to send;
 *   <li>sends; the ids make a repetition harmless, OpenSearch answers "exists already";
 *   <li>writes down what was acknowledged. What counts as shipped can be found by a search.
 * </ol>
 *
 * <p>When a batch is full, the next is read while it is being sent, and kept for the next round,
 * which takes it only when it begins where the copy ends.
 *
 * <p>A crash between 3 and 5 leaves entries sent and not acknowledged. Ids are unique within one
 * index of the archive only, so the archive is never rolled over while there are such entries, nor
 * within five minutes of a start or a failure, when a request given up may still be under way.
 */
public final class Shipper {
  private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);

  /** How many entries a round takes at most. */
  static final int BATCH = 10_000;

  /** How many bytes of entries a round takes at most; one entry always. */
  static final long BATCH_BYTES = 16L << 20;

  /** How long after a start, a failure or the last check the archive is not rolled over. */
  static final Duration QUIET = Duration.ofMinutes(5);

  /** How often it is looked whether an index may go. */
  static final Duration BETWEEN_RETIREMENTS = Duration.ofHours(1);

  private final AuditArchive archive;
  private final Retention retention;
  private final ShippingSequencerStore store;
  private final Clock clock;
  private volatile Instant noRolloverBefore;
  private volatile Instant noRetirementBefore;
  private volatile List<Shipment> readAhead = List.of();

  /**
   * A shipper that keeps entries searchable for {@link Retention#DEFAULT}.
   *
   * @param connections logs in as {@code sentinel_sequencer}; a round needs two of them
   * @param archive where the entries go
   * @param clock gives the time of an attempt
   */
  public Shipper(ConnectionFactory connections, AuditArchive archive, Clock clock) {
    this(connections, archive, Retention.DEFAULT, clock);
  }

  /**
   * A shipper.
   *
   * @param connections logs in as {@code sentinel_sequencer}; a round needs two of them
   * @param archive where the entries go
   * @param retention how long they stay there
   * @param clock gives the time of an attempt
   */
  public Shipper(
      ConnectionFactory connections, AuditArchive archive, Retention retention, Clock clock) {
    this.archive = archive;
    this.retention = retention;
    this.store = new ShippingSequencerStore(connections);
    this.clock = clock;
    this.noRolloverBefore = clock.instant().plus(QUIET);
    this.noRetirementBefore = Instant.MIN;
  }

  /**
   * Ships at most one batch and tells how many entries have become searchable; ends with {@link
   * ArchiveUnavailableException} when entries wait and none could be shipped.
   */
  public Mono<Integer> round() {
    return Mono.defer(() -> {
      List<Shipment> read = readAhead;
      readAhead = List.of();
      return store
          .inTransactionHoldingTheLock(next(read).flatMap(this::prepareAndShip))
          .doOnError(failure -> postponeRollover());
    });
  }

  /** What was read ahead if it still comes next: entries never change, but progress does. */
  private Mono<List<Shipment>> next(List<Shipment> read) {
    Mono<List<Shipment>> waiting = store.waiting(BATCH, BATCH_BYTES).collectList();
    if (read.isEmpty()) {
      return waiting;
    }
    Map<UUID, Long> begins = new TreeMap<>();
    read.forEach(entry -> begins.merge(entry.clinic(), entry.position(), Math::min));
    return store.copiesEndAt(begins).flatMap(right -> right ? Mono.just(read) : waiting);
  }

  private void postponeRollover() {
    noRolloverBefore = clock.instant().plus(QUIET);
  }

  private Mono<Integer> prepareAndShip(List<Shipment> entries) {
    return archive
        .prepare()
        .flatMap(stream ->
            store
                .lastIndex()
                .map(last -> stream.isNew() || !stream.has(last))
                .defaultIfEmpty(stream.isNew())
                .flatMap(lost ->
                    lost ? store.startAgain(clock.instant()) : shipWhatWaits(stream, entries)));
  }

  /** An archive that lost everything is found out in a quiet hour as well. */
  private Mono<Integer> shipWhatWaits(AuditArchive.Stream stream, List<Shipment> entries) {
    return retire(stream)
        .flatMap(retired -> {
          if (retired) {
            return Mono.just(1);
          }
          return entries.isEmpty() ? Mono.just(0) : rollOverOrShip(stream, entries);
        });
  }

  /**
   * Lets the oldest index go when all it holds is past its time. Shipping never waits for that:
   * what does not succeed now is tried again in an hour.
   */
  private Mono<Boolean> retire(AuditArchive.Stream stream) {
    Instant now = clock.instant();
    if (stream.indices().size() < 2 || now.isBefore(noRetirementBefore)) {
      return Mono.just(false);
    }
    noRetirementBefore = now.plus(BETWEEN_RETIREMENTS);
    AuditArchive.Index oldest = stream.indices().getFirst();
    return archive
        .newest(oldest)
        .filter(newest -> newest.isBefore(retention.start(now)))
        .flatMap(past -> letGo(oldest))
        .defaultIfEmpty(false)
        .onErrorResume(
            ArchiveUnavailableException.class,
            failure -> {
              LOG.warn(
                  "index {} is not let go, tried again in an hour: {}",
                  oldest.name(),
                  failure.getMessage());
              return Mono.just(false);
            });
  }

  /** Written down first: after a crash in between, the index only stays a little longer. */
  private Mono<Boolean> letGo(AuditArchive.Index index) {
    return archive
        .ends(index)
        .flatMap(store::retired)
        .then(Mono.defer(() -> archive.delete(index)))
        .then(
            Mono.fromSupplier(() -> {
              noRetirementBefore = Instant.MIN; // the next may be past its time as well
              return true;
            }));
  }

  private Mono<Integer> rollOverOrShip(AuditArchive.Stream stream, List<Shipment> entries) {
    return mayRollOver(stream.writing())
        .flatMap(full ->
            full ? archive.rollOver(stream).thenReturn(1) : ship(stream.writing().id(), entries));
  }

  private Mono<Boolean> mayRollOver(AuditArchive.Index index) {
    if (clock.instant().isBefore(noRolloverBefore)) {
      return Mono.just(false);
    }
    return store
        .allAcknowledged()
        .flatMap(settled -> {
          if (!settled) {
            return Mono.just(false);
          }
          postponeRollover();
          return archive.isFull(index);
        });
  }

  private Mono<Integer> ship(String indexId, List<Shipment> entries) {
    Map<UUID, List<Shipment>> byClinic =
        entries.stream()
            .collect(Collectors.groupingBy(Shipment::clinic, TreeMap::new, Collectors.toList()));
    Map<UUID, Long> sending = new TreeMap<>();
    byClinic.forEach((clinic, its) -> sending.put(clinic, its.getLast().position() + 1));
    return store
        .sending(sending, clock.instant())
        .then(Mono.defer(() -> Mono.zip(BulkCreate.of(entries).sendTo(archive), after(entries))))
        .flatMap(sent -> {
          BulkCreate.Result result = sent.getT1();
          Map<UUID, Long> shipped = new TreeMap<>();
          byClinic.forEach((clinic, its) -> shipped.put(clinic, result.acceptedUpTo(its)));
          return store
              .shipped(shipped, indexId, clock.instant())
              .then(
                  Mono.fromSupplier(() -> {
                    int accepted = result.acceptedOrRefused();
                    readAhead = sent.getT2();
                    return accepted;
                  }));
        });
  }

  /** What comes after a full batch. */
  private Mono<List<Shipment>> after(List<Shipment> batch) {
    return batch.size() < BATCH
        ? Mono.just(List.of())
        : store.waitingAfterSent(BATCH, BATCH_BYTES).collectList();
  }
}
