package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the tree of one clinic's log under its row-level security. */
final class AuditTreeStore {

  /** The newest checkpoint; empty for a log without entries. */
  Mono<AuditTree.Head> head(TenantTransaction transaction) {
    return head(
        transaction
            .sql()
            .sql(
                "select size, note from audit.checkpoint where clinic_id = :clinic"
                    + " order by size desc limit 1")
            .bind("clinic", transaction.tenant().value()));
  }

  /** The oldest checkpoint of at least this size; empty when the log has not grown so far. */
  Mono<AuditTree.Head> headCovering(TenantTransaction transaction, long size) {
    return head(
        transaction
            .sql()
            .sql(
                "select size, note from audit.checkpoint where clinic_id = :clinic"
                    + " and size >= :size order by size limit 1")
            .bind("clinic", transaction.tenant().value())
            .bind("size", size));
  }

  private static Mono<AuditTree.Head> head(DatabaseClient.GenericExecuteSpec statement) {
    return statement
        .map(row ->
            new AuditTree.Head(
                Objects.requireNonNull(row.get("size", Long.class)),
                Objects.requireNonNull(row.get("note", String.class))))
        .one();
  }

  /** The hashes of a tile that the tree has, full or partial. */
  Mono<byte[]> tile(TenantTransaction transaction, TilePath tile) {
    return fullTiles(transaction, tile.level(), tile.number(), 1)
        .next()
        .map(hashes -> Arrays.copyOf(hashes, tile.bytes()))
        .switchIfEmpty(Mono.defer(() -> partOfTile(transaction, tile)));
  }

  private static Mono<byte[]> partOfTile(TenantTransaction transaction, TilePath tile) {
    if (tile.level() == 0) {
      return joined(leaves(transaction, tile.number() * TilePath.FULL, tile.width()));
    }
    return joined(
        fullTiles(transaction, tile.level() - 1, tile.number() * TilePath.FULL, tile.width())
            .map(hashes -> Frontier.empty().appendAll(hashes).root()));
  }

  private static Flux<byte[]> leaves(TenantTransaction transaction, long first, int count) {
    return ordered(
        transaction,
        "select leaf_hash as bytes from audit.leaf where clinic_id = :clinic"
            + " and position >= :first and position < :first + :count order by position",
        first,
        count);
  }

  /** Level 0 is kept tile by tile as well, once full. */
  private static Flux<byte[]> fullTiles(
      TenantTransaction transaction, int level, long first, int count) {
    return ordered(
        transaction,
        "select hashes as bytes from audit.tile where clinic_id = :clinic and level = "
            + level
            + " and number >= :first and number < :first + :count order by number",
        first,
        count);
  }

  private static Flux<byte[]> ordered(
      TenantTransaction transaction, String select, long first, int count) {
    return transaction
        .sql()
        .sql(select)
        .bind("clinic", transaction.tenant().value())
        .bind("first", first)
        .bind("count", count)
        .map(row -> Objects.requireNonNull(row.get("bytes", byte[].class)))
        .all();
  }

  private static Mono<byte[]> joined(Flux<byte[]> parts) {
    return parts
        .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
        .map(ByteArrayOutputStream::toByteArray);
  }

  /**
   * The canonical bytes of entries in the order of their positions; an error when one that has a
   * place is lost, so that nothing with a hole is ever handed out as whole.
   */
  Mono<List<byte[]>> entries(TenantTransaction transaction, long first, int count) {
    return remains(transaction, first, count)
        .doOnNext(entries -> {
          if (entries.size() != count) {
            throw new IllegalStateException(
                "the log has lost an entry between " + first + " and " + (first + count - 1));
          }
        });
  }

  /** Those of the entries that the scope of the act reaches, with their places. */
  Mono<List<AuditTree.Placed>> reached(TenantTransaction transaction, long first, int count) {
    return transaction
        .sql()
        .sql(
            "select l.position, e.canonical from audit.leaf l join audit.entry e"
                + " using (clinic_id, entry_id) where l.clinic_id = :clinic"
                + " and l.position >= :first and l.position < :first + :count order by l.position")
        .bind("clinic", transaction.tenant().value())
        .bind("first", first)
        .bind("count", count)
        .map(row ->
            new AuditTree.Placed(
                Objects.requireNonNull(row.get("position", Long.class)),
                Objects.requireNonNull(row.get("canonical", byte[].class))))
        .all()
        .collectList();
  }

  /** Those of the entries that are there, in the order of their positions. */
  Mono<List<byte[]>> remains(TenantTransaction transaction, long first, int count) {
    return ordered(
            transaction,
            "select e.canonical as bytes from audit.leaf l join audit.entry e"
                + " using (clinic_id, entry_id) where l.clinic_id = :clinic"
                + " and l.position >= :first and l.position < :first + :count order by l.position",
            first,
            count)
        .collectList();
  }
}
