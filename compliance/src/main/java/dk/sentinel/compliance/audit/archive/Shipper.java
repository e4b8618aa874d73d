package dk.sentinel.compliance.audit.archive;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Copies sequenced entries to the archive, each clinic's in the order of its log.
 *
 * <p>One shipper works at a time across all instances (advisory lock). Progress is written after
 * OpenSearch has acknowledged: a crash in between ships the same entries again under the same ids,
 * which OpenSearch answers with "exists already". What counts as shipped can be found by a search.
 */
public final class Shipper {
  /** How many entries a round takes at most. */
  static final int BATCH = 1_000;

  private final AuditArchive archive;
  private final ShippingSequencerStore store;
  private final Clock clock;

  /**
   * A shipper.
   *
   * @param connections logs in as {@code sentinel_sequencer}
   * @param archive where the entries go
   * @param clock gives the time of an attempt
   */
  public Shipper(ConnectionFactory connections, AuditArchive archive, Clock clock) {
    this.archive = archive;
    this.store = new ShippingSequencerStore(connections);
    this.clock = clock;
  }

  /**
   * Ships at most one batch and tells how many entries have become searchable; ends with {@link
   * ArchiveUnavailableException} when entries wait and none could be shipped.
   */
  public Mono<Integer> round() {
    return store.inTransactionHoldingTheLock(
        store
            .waiting(BATCH)
            .collectList()
            .flatMap(entries -> entries.isEmpty() ? Mono.just(0) : prepareAndShip(entries)));
  }

  private Mono<Integer> prepareAndShip(List<Shipment> entries) {
    return archive
        .prepare()
        .flatMap(isNew -> isNew ? store.startAgain(clock.instant()) : Mono.empty())
        .switchIfEmpty(Mono.defer(() -> ship(entries)));
  }

  private Mono<Integer> ship(List<Shipment> entries) {
    return BulkCreate.of(entries)
        .sendTo(archive)
        .flatMap(result ->
            Flux.fromIterable(byClinic(entries).entrySet())
                .concatMap(clinic ->
                    store.shipped(
                        clinic.getKey(), result.acceptedUpTo(clinic.getValue()), clock.instant()))
                .then(Mono.fromSupplier(result::acceptedOrRefused)));
  }

  private static Map<UUID, List<Shipment>> byClinic(List<Shipment> entries) {
    return entries.stream()
        .collect(Collectors.groupingBy(Shipment::clinic, TreeMap::new, Collectors.toList()));
  }
}
