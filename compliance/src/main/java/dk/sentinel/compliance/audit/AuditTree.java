package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.EntryBundle;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.Proofs;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TlogProof;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The Merkle tree of the clinic a transaction is bound to, as C2SP tlog-tiles lays it out, read
 * from PostgreSQL. What it answers never changes once it is there, except for the newest
 * checkpoint. Whoever shows entries to somebody records that first.
 */
public final class AuditTree {
  private final AuditTreeStore store = new AuditTreeStore();
  private final LogKey key;

  /**
   * A reader.
   *
   * @param key signs the checkpoint of a log that has no entry yet
   */
  public AuditTree(LogKey key) {
    this.key = key;
  }

  /**
   * What the log has signed.
   *
   * @param size how many entries
   * @param note the signed checkpoint (C2SP tlog-checkpoint)
   */
  public record Head(long size, String note) {}

  /**
   * An entry and what proves that it is in the log.
   *
   * @param canonical its bytes, as hashed
   * @param proof leads from it to the newest checkpoint
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Proven(byte[] canonical, TlogProof proof) {}

  /**
   * That the log only grew.
   *
   * @param from the smaller size
   * @param to the larger size
   * @param proof the hashes of RFC 6962 section 2.1.2
   * @param checkpoint a signed checkpoint of at least the larger size
   */
  public record Growth(long from, long to, List<byte[]> proof, String checkpoint) {}

  /** The newest checkpoint; of a log without entries one that says so. */
  public Mono<Head> head(TenantTransaction transaction) {
    return store
        .head(transaction)
        .switchIfEmpty(
            Mono.fromSupplier(() ->
                new Head(
                    0,
                    key.checkpoint(transaction.tenant().value(), 0, Hashes.empty()).toString())));
  }

  /** The hashes of a tile; empty when the log has not grown so far. */
  public Mono<byte[]> tile(TenantTransaction transaction, TilePath tile) {
    return store
        .head(transaction)
        .filter(head -> tile.isWithin(head.size()))
        .flatMap(head -> store.tile(transaction, tile));
  }

  /** The entries of a bundle as one file; empty when the log has not grown so far. */
  public Mono<byte[]> bundle(TenantTransaction transaction, BundlePath bundle) {
    return store
        .head(transaction)
        .filter(head -> bundle.first() + bundle.width() <= head.size())
        .flatMap(head -> store.entries(transaction, bundle.first(), bundle.width()))
        .map(EntryBundle::encode);
  }

  /**
   * What is left of a bundle that the log has grown to: shorter than it should be when entries are
   * lost. For whoever proves the loss; nobody else should be given less than the whole.
   */
  Mono<byte[]> remains(TenantTransaction transaction, BundlePath bundle) {
    return store.remains(transaction, bundle.first(), bundle.width()).map(EntryBundle::encode);
  }

  /** The entry at a position with its proof; empty when the log has none there. */
  public Mono<Proven> entry(TenantTransaction transaction, long position) {
    return store
        .head(transaction)
        .filter(head -> position >= 0 && position < head.size())
        .flatMap(head ->
            tiles(transaction, Proofs.tilesForInclusion(position, head.size()))
                .map(tiles -> Proofs.inclusion(position, head.size(), tiles))
                .map(proof -> new TlogProof(position, proof, head.note()))
                .zipWhen(proof -> store.entries(transaction, position, 1))
                .map(both -> new Proven(both.getT2().getFirst(), both.getT1())));
  }

  /**
   * The proof that the log of one size is the beginning of that of another; empty when it has not
   * grown so far.
   *
   * @throws IllegalArgumentException unless {@code 0 <= from <= to}
   */
  public Mono<Growth> growth(TenantTransaction transaction, long from, long to) {
    List<TilePath> needed = Proofs.tilesForConsistency(from, to);
    return head(transaction)
        .filter(head -> to <= head.size())
        .flatMap(newest ->
            tiles(transaction, needed)
                .map(tiles -> Proofs.consistency(from, to, tiles))
                .zipWhen(proof -> store.headCovering(transaction, to).defaultIfEmpty(newest))
                .map(both -> new Growth(from, to, both.getT1(), both.getT2().note())));
  }

  private Mono<Map<TilePath, byte[]>> tiles(TenantTransaction transaction, List<TilePath> paths) {
    return Flux.fromIterable(paths)
        .concatMap(path -> store.tile(transaction, path).map(hashes -> Map.entry(path, hashes)))
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  /**
   * The canonical bytes of the entries before a size, in the order of their positions, in bounded
   * memory: each batch is read in a short transaction of its own when it is asked for. The log only
   * grows, so that batches of different transactions fit together. Ends with an error when one is
   * lost.
   *
   * @param size not more than the log has
   */
  public Flux<byte[]> entries(TenantTransactions transactions, ActContext act, long size) {
    return tileNumbers(size)
        .concatMap(
            number ->
                transactions
                    .inTransaction(
                        act,
                        transaction -> {
                          BundlePath bundle = BundlePath.at(number, size);
                          return store.entries(transaction, bundle.first(), bundle.width());
                        })
                    .flatMapIterable(each -> each),
            1);
  }

  /**
   * An entry with its place.
   *
   * @param position its place in the log
   * @param canonical its bytes, as hashed; nobody changes them
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Placed(long position, byte[] canonical) {}

  /**
   * As {@link #entries}, for an act whose scope does not reach the whole log: only those that it
   * reaches, each with its place. One that is lost is not told from one that is out of reach.
   */
  public Flux<Placed> reached(TenantTransactions transactions, ActContext act, long size) {
    return tileNumbers(size)
        .concatMap(
            number ->
                transactions
                    .inTransaction(
                        act,
                        transaction -> {
                          BundlePath bundle = BundlePath.at(number, size);
                          return store.reached(transaction, bundle.first(), bundle.width());
                        })
                    .flatMapIterable(each -> each),
            1);
  }

  /** Whether the scope of the act reaches all of these entries, which the log must have. */
  public Mono<Boolean> reaches(TenantTransaction transaction, long first, int count) {
    return transaction.act().scope().isWholeLog()
        ? Mono.just(true)
        : store
            .head(transaction)
            .filter(head -> first + count <= head.size())
            .flatMap(head -> store.reached(transaction, first, count))
            .map(reached -> reached.size() == count)
            // what the log does not have yet is for whoever looks for it to find out
            .defaultIfEmpty(true);
  }

  /** The numbers of the tiles, or bundles, that hold so many hashes, or entries. */
  static Flux<Long> tileNumbers(long held) {
    long tiles = (held + TilePath.FULL - 1) / TilePath.FULL;
    return Flux.generate(
        () -> 0L,
        (number, sink) -> {
          if (number < tiles) {
            sink.next(number);
          } else {
            sink.complete();
          }
          return number + 1;
        });
  }
}
