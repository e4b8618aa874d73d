package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import io.r2dbc.spi.ConnectionFactory;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sequencer's statements: all clinics, under the role made for it. */
final class AuditSequencerStore {
  /** Any number, as long as nothing else of Sentinel takes it ("audit" in ASCII). */
  private static final long LOCK = 0x6175646974L;

  private static final int TILE = 256;
  private static final HexFormat HEX = HexFormat.of();

  private final DatabaseClient sql;
  private final TransactionalOperator operator;

  AuditSequencerStore(ConnectionFactory connections) {
    this.sql = DatabaseClient.create(connections);
    this.operator = TransactionalOperator.create(new R2dbcTransactionManager(connections));
  }

  /**
   * A queued entry.
   *
   * @param clinic whose log
   * @param id the entry's id
   * @param canonical the bytes to hash
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Queued(UUID clinic, UUID id, byte[] canonical) {}

  /**
   * Runs the work in a transaction if no other sequencer works; else answers zero. A sequencer that
   * froze loses its transaction, and with it the lock, after eight seconds.
   */
  Mono<Integer> inTransactionHoldingTheLock(Mono<Integer> work) {
    return sql.sql(
            "select pg_try_advisory_xact_lock(:lock) as mine,"
                + " set_config('idle_in_transaction_session_timeout', '8s', true)")
        .bind("lock", LOCK)
        .map(row -> Objects.requireNonNull(row.get("mine", Boolean.class)))
        .one()
        .flatMap(mine -> mine ? work : Mono.just(0))
        .as(operator::transactional);
  }

  Flux<Queued> queued(int limit) {
    return sql.sql(
            "select clinic_id, entry_id, canonical from audit.pending"
                + " join audit.entry using (clinic_id, entry_id)"
                + " order by recorded_at, entry_id limit :limit")
        .bind("limit", limit)
        .map(row ->
            new Queued(
                Objects.requireNonNull(row.get("clinic_id", UUID.class)),
                Objects.requireNonNull(row.get("entry_id", UUID.class)),
                Objects.requireNonNull(row.get("canonical", byte[].class))))
        .all();
  }

  Mono<Frontier> frontier(UUID clinic) {
    return sql.sql(
            "select size, frontier from audit.checkpoint where clinic_id = :clinic"
                + " order by size desc limit 1")
        .bind("clinic", clinic)
        .map(row ->
            Frontier.of(
                Objects.requireNonNull(row.get("size", Long.class)),
                Objects.requireNonNull(row.get("frontier", byte[].class))))
        .one()
        .defaultIfEmpty(Frontier.empty());
  }

  Mono<Void> number(UUID clinic, long first, List<Queued> entries, List<byte[]> hashes) {
    UUID[] ids = entries.stream().map(Queued::id).toArray(UUID[]::new);
    return sql.sql(
            "with numbered as (insert into audit.leaf (clinic_id, position, entry_id, leaf_hash)"
                + " select :clinic, :first + ordinal - 1, id, decode(hash, 'hex')"
                + " from unnest(:ids::uuid[], :hashes::text[]) with ordinality"
                + " as u (id, hash, ordinal))"
                + " delete from audit.pending where clinic_id = :clinic and entry_id = any (:ids)")
        .bind("clinic", clinic)
        .bind("first", first)
        .bind("ids", ids)
        .bind("hashes", hashes.stream().map(HEX::formatHex).toArray(String[]::new))
        .fetch()
        .rowsUpdated()
        .then();
  }

  /** Keeps every tile, of any level, that became full between the two sizes. */
  Mono<Void> keepFullTiles(UUID clinic, long before, long after) {
    return keepFullTiles(clinic, 0, before / TILE, after / TILE);
  }

  private Mono<Void> keepFullTiles(UUID clinic, int level, long first, long end) {
    if (first == end) {
      return Mono.empty();
    }
    return Flux.fromStream(LongStream.range(first, end).boxed())
        .concatMap(number -> keepTile(clinic, level, number))
        .then(Mono.defer(() -> keepFullTiles(clinic, level + 1, first / TILE, end / TILE)));
  }

  private Mono<Void> keepTile(UUID clinic, int level, long number) {
    return hashesOfTile(clinic, level, number)
        .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
        .flatMap(hashes ->
            sql.sql(
                    "insert into audit.tile (clinic_id, level, number, hashes)"
                        + " values (:clinic, :level, :number, :hashes)")
                .bind("clinic", clinic)
                .bind("level", (short) level)
                .bind("number", number)
                .bind("hashes", hashes.toByteArray())
                .fetch()
                .rowsUpdated())
        .then();
  }

  private Flux<byte[]> hashesOfTile(UUID clinic, int level, long number) {
    String table =
        level == 0
            ? "select leaf_hash as bytes from audit.leaf where clinic_id = :clinic"
                + " and position >= :from and position < :to order by position"
            : "select hashes as bytes from audit.tile where clinic_id = :clinic and level = :below"
                + " and number >= :from and number < :to order by number";
    DatabaseClient.GenericExecuteSpec statement =
        sql.sql(table)
            .bind("clinic", clinic)
            .bind("from", number * TILE)
            .bind("to", (number + 1) * TILE);
    if (level > 0) {
      statement = statement.bind("below", (short) (level - 1));
    }
    return statement
        .map(row -> Objects.requireNonNull(row.get("bytes", byte[].class)))
        .all()
        .map(bytes -> level == 0 ? bytes : rootOfTile(bytes));
  }

  private static byte[] rootOfTile(byte[] hashes) {
    Frontier tree = Frontier.empty();
    for (int at = 0; at < hashes.length; at += Hashes.LENGTH) {
      tree = tree.append(Arrays.copyOfRange(hashes, at, at + Hashes.LENGTH));
    }
    return tree.root();
  }

  Mono<Void> keep(UUID clinic, Frontier tree, String note, Instant signedAt) {
    return sql.sql(
            "with head as (insert into audit.head (clinic_id, size, signed_at)"
                + " values (:clinic, :size, :at) on conflict (clinic_id) do update"
                + " set size = excluded.size, signed_at = excluded.signed_at)"
                + " insert into audit.checkpoint (clinic_id, size, root, note, frontier, signed_at)"
                + " values (:clinic, :size, :root, :note, :frontier, :at)")
        .bind("clinic", clinic)
        .bind("size", tree.size())
        .bind("root", tree.root())
        .bind("note", note)
        .bind("frontier", tree.bytes())
        .bind("at", signedAt)
        .fetch()
        .rowsUpdated()
        .then();
  }

  /** What is recorded but not yet numbered, and numbered but not yet searchable. */
  Mono<Backlog> backlog(Instant now) {
    return sql.sql(
            """
            with queued as (
              select count(*) as entries, min(recorded_at) as oldest
                from audit.pending join audit.entry using (clinic_id, entry_id)),
            behind as (
              select h.clinic_id, coalesce(s.size, 0) as shipped, h.size
                from audit.head h left join audit.shipped s using (clinic_id)
               where h.size > coalesce(s.size, 0)),
            unshipped as (
              select coalesce(sum(b.size - b.shipped), 0)::bigint as entries,
                     min(e.recorded_at) as oldest
                from behind b
                join audit.leaf l on l.clinic_id = b.clinic_id and l.position = b.shipped
                join audit.entry e on e.clinic_id = l.clinic_id and e.entry_id = l.entry_id)
            select queued.entries as queued, unshipped.entries as unshipped,
                   least(queued.oldest, unshipped.oldest) as oldest
              from queued cross join unshipped
            """)
        .map(row ->
            Backlog.at(
                now,
                Objects.requireNonNull(row.get("queued", Long.class)),
                Objects.requireNonNull(row.get("unshipped", Long.class)),
                row.get("oldest", Instant.class)))
        .one();
  }
}
