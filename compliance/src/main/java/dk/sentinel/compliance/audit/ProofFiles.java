package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.KeyRotation;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A clinic's log in the files that prove it, as {@code sentinel-verify.jar} and other readers of
 * C2SP tlog-tiles expect them: key, checkpoint, notes of earlier keys, tiles, entries.
 */
public final class ProofFiles {
  private final TenantTransactions transactions;
  private final AuditTree tree;
  private final LogKey key;

  /** Reads the tree; the key's public half goes along. */
  public ProofFiles(TenantTransactions transactions, AuditTree tree, LogKey key) {
    this.transactions = transactions;
    this.tree = tree;
    this.key = key;
  }

  /**
   * A file.
   *
   * @param name such as {@code tile/0/x001/234}
   * @param content nobody changes it
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record ProofFile(String name, byte[] content) {
    static ProofFile of(String name, String content) {
      return new ProofFile(name, content.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * The files of the log as a checkpoint commits to it, one after the other as they are asked for,
   * each read in a short transaction of its own: the log only grows, so that they fit together. Of
   * a log that has lost something the rest is given, so that the loss can be proven.
   *
   * @param head of the clinic in the act's context
   */
  public Flux<ProofFile> files(ActContext act, AuditTree.Head head) {
    return Flux.fromIterable(small(act, head))
        .concatWith(tiles(act, head.size()))
        .concatWith(bundles(act, head.size()));
  }

  private List<ProofFile> small(ActContext act, AuditTree.Head head) {
    List<ProofFile> files = new ArrayList<>();
    files.add(ProofFile.of("log.vkey", key.verifierFor(act.tenant().value()) + "\n"));
    files.add(ProofFile.of("checkpoint", head.note()));
    for (KeyRotation rotation : key.rotations()) {
      files.add(
          ProofFile.of(
              KeyRotation.DIRECTORY + "/" + (files.size() - 1) + ".note",
              rotation.note().toString()));
    }
    return files;
  }

  private Flux<ProofFile> tiles(ActContext act, long size) {
    return Flux.range(0, Long.SIZE / Byte.SIZE)
        .concatMap(
            level ->
                AuditTree.tileNumbers(size >> (Byte.SIZE * level))
                    .map(number -> TilePath.at(level, number, size)),
            1)
        .concatMap(path -> tile(act, path), 1);
  }

  private Mono<ProofFile> tile(ActContext act, TilePath path) {
    return transactions
        .inTransaction(act, transaction -> tree.tile(transaction, path))
        .filter(hashes -> hashes.length == path.bytes())
        .map(hashes -> new ProofFile(path.path(), hashes));
  }

  private Flux<ProofFile> bundles(ActContext act, long size) {
    return AuditTree.tileNumbers(size)
        .map(number -> BundlePath.at(number, size))
        .concatMap(path -> bundle(act, path), 1);
  }

  private Mono<ProofFile> bundle(ActContext act, BundlePath path) {
    return transactions
        .inTransaction(act, transaction -> tree.remains(transaction, path))
        .filter(entries -> entries.length > 0)
        .map(entries -> new ProofFile(path.path(), entries));
  }
}
