package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.tenancy.RoleTransactions;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The sequencer's statements: all clinics, under the role made for it. */
final class AuditSequencerStore {
  /** Any number, as long as nothing else of Sentinel takes it ("audit" in ASCII). */
  private static final long LOCK = 0x6175646974L;

  private static final int TILE = 256;
  private static final HexFormat HEX = HexFormat.of();

  private final RoleTransactions transactions;
  private final DatabaseClient sql;

  AuditSequencerStore(ConnectionFactory connections) {
    this.transactions = new RoleTransactions(connections);
    this.sql = transactions.sql();
  }

  /**
   * What a round added to one clinic's log.
   *
   * @param clinic whose log
   * @param before the tree before
   * @param hashes the leaf hashes that were added, in their order, one after the other
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Growth(UUID clinic, Frontier before, byte[] hashes) {
    int count() {
      return hashes.length / Hashes.LENGTH;
    }
  }

  /**
   * What one clinic's log has become.
   *
   * @param clinic whose log
   * @param before how many entries it had
   * @param after the tree now
   * @param note the signed checkpoint
   */
  record Extended(UUID clinic, long before, Frontier after, SignedNote note) {}

  /**
   * Runs the work in a transaction if no other sequencer works; else answers zero. A sequencer that
   * froze loses its transaction, and with it the lock, after eight seconds. The planner is told
   * what it cannot know, because a queue's statistics are always old: the rows wanted are few among
   * many, so an index leads to them.
   */
  Mono<Integer> inTransactionHoldingTheLock(Mono<Integer> work) {
    return sql.sql(
            "select pg_try_advisory_xact_lock(:lock) as mine,"
                + " set_config('idle_in_transaction_session_timeout', '8s', true),"
                + " set_config('enable_seqscan', 'off', true),"
                + " set_config('enable_mergejoin', 'off', true),"
                + " set_config('plan_cache_mode', 'force_custom_plan', true),"
                + " set_config('jit', 'off', true)")
        .bind("lock", LOCK)
        .map(row -> Objects.requireNonNull(row.get("mine", Boolean.class)))
        .one()
        .flatMap(mine -> mine ? work : Mono.just(0))
        .as(transactions::inTransaction);
  }

  /**
   * Takes the oldest entries out of the queue and gives each the next position of its clinic: one
   * statement for all clinics, without a join of the entries with the clinics, which the planner
   * would take for a small one. The leaf hash (RFC 6962 section 2.1) is made where the bytes are; a
   * place in the queue without its entry has none, which the table refuses.
   */
  Flux<Growth> number(int limit) {
    return sql.sql(
            """
            with taken as (
              delete from audit.pending p
               using (select ctid from audit.pending order by entry_id limit :limit) oldest
               where p.ctid = oldest.ctid
              returning p.clinic_id, p.entry_id),
            logs as materialized (
              select clinic_id, array_agg(entry_id order by entry_id) as entry_ids
                from taken group by clinic_id),
            sized as (
              select l.clinic_id, l.entry_ids, coalesce(k.size, 0) as size
                from logs l
                left join lateral (
                  select size from audit.checkpoint
                   where clinic_id = l.clinic_id order by size desc limit 1) k on true),
            numbered as (
              insert into audit.leaf (clinic_id, position, entry_id, leaf_hash)
              select s.clinic_id, s.size + u.place - 1, u.entry_id,
                     sha256('\\x00'::bytea || e.canonical)
                from sized s
                cross join lateral unnest(s.entry_ids) with ordinality u (entry_id, place)
                left join audit.entry e on e.clinic_id = s.clinic_id and e.entry_id = u.entry_id
              returning clinic_id, position, leaf_hash),
            grown as (
              select clinic_id, min(position) as size,
                     string_agg(leaf_hash, ''::bytea order by position) as hashes
                from numbered group by clinic_id)
            select g.clinic_id, g.size, g.hashes, k.frontier
              from grown g left join audit.checkpoint k using (clinic_id, size)
            """)
        .bind("limit", limit)
        .map(AuditSequencerStore::growth)
        .all();
  }

  private static Growth growth(Readable row) {
    byte[] frontier = row.get("frontier", byte[].class);
    return new Growth(
        Objects.requireNonNull(row.get("clinic_id", UUID.class)),
        frontier == null
            ? Frontier.empty()
            : Frontier.of(Objects.requireNonNull(row.get("size", Long.class)), frontier),
        Objects.requireNonNull(row.get("hashes", byte[].class)));
  }

  /** Keeps every tile, of any level, that became full. */
  Mono<Void> keepFullTiles(List<Extended> logs) {
    return keepLowestTiles(logs)
        .then(
            Flux.fromIterable(logs)
                .concatMap(log ->
                    keepUpperTiles(
                        log.clinic(),
                        1,
                        log.before() / TILE / TILE,
                        log.after().size() / TILE / TILE))
                .then());
  }

  private Mono<Void> keepLowestTiles(List<Extended> logs) {
    List<UUID> clinics = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (Extended log : logs) {
      for (long number = log.before() / TILE; number < log.after().size() / TILE; number++) {
        clinics.add(log.clinic());
        numbers.add(number);
      }
    }
    if (clinics.isEmpty()) {
      return Mono.empty();
    }
    return sql.sql(
            """
            insert into audit.tile (clinic_id, level, number, hashes)
            select full_tile.clinic_id, 0, full_tile.number, leaves.hashes
              from unnest(:clinics::uuid[], :numbers::bigint[]) full_tile (clinic_id, number)
              cross join lateral (
                select string_agg(leaf_hash, ''::bytea order by position) as hashes
                  from audit.leaf l
                 where l.clinic_id = full_tile.clinic_id
                   and l.position >= full_tile.number * 256
                   and l.position < (full_tile.number + 1) * 256) leaves
            """)
        .bind("clinics", clinics.toArray(UUID[]::new))
        .bind("numbers", numbers.toArray(Long[]::new))
        .fetch()
        .rowsUpdated()
        .then();
  }

  /** A tile above the lowest becomes full once in 65,536 entries of a clinic: one at a time. */
  private Mono<Void> keepUpperTiles(UUID clinic, int level, long first, long end) {
    if (first == end) {
      return Mono.empty();
    }
    return Flux.fromStream(LongStream.range(first, end).boxed())
        .concatMap(number -> keepUpperTile(clinic, level, number))
        .then(Mono.defer(() -> keepUpperTiles(clinic, level + 1, first / TILE, end / TILE)));
  }

  private Mono<Void> keepUpperTile(UUID clinic, int level, long number) {
    return sql.sql(
            "select hashes from audit.tile where clinic_id = :clinic and level = :below"
                + " and number >= :from and number < :to order by number")
        .bind("clinic", clinic)
        .bind("below", (short) (level - 1))
        .bind("from", number * TILE)
        .bind("to", (number + 1) * TILE)
        .map(row -> Objects.requireNonNull(row.get("hashes", byte[].class)))
        .all()
        .publishOn(Schedulers.parallel())
        .map(hashes -> Frontier.empty().appendAll(hashes).root())
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

  /**
   * Keeps the checkpoints of all logs that grew, and where each log ends now. An error when a
   * checkpoint counts a leaf that is not there.
   */
  Mono<Void> keep(List<Extended> logs, Instant signedAt) {
    return sql.sql(
            """
            with grown as (
              select clinic_id, size, decode(root, 'hex') as root, note,
                     decode(frontier, 'hex') as frontier
                from unnest(:clinics::uuid[], :sizes::bigint[], :roots::text[], :notes::text[],
                            :frontiers::text[]) u (clinic_id, size, root, note, frontier)),
            head as (
              insert into audit.head (clinic_id, size, signed_at)
              select clinic_id, size, :at from grown
              on conflict (clinic_id) do update
                 set size = excluded.size, signed_at = excluded.signed_at)
            insert into audit.checkpoint (clinic_id, size, root, note, frontier, signed_at)
            select clinic_id, size, root, note, frontier, :at from grown
             where exists (select from audit.leaf l
                            where l.clinic_id = grown.clinic_id and l.position = grown.size - 1)
            """)
        .bind("clinics", logs.stream().map(Extended::clinic).toArray(UUID[]::new))
        .bind("sizes", logs.stream().map(log -> log.after().size()).toArray(Long[]::new))
        .bind(
            "roots",
            logs.stream().map(log -> HEX.formatHex(log.after().root())).toArray(String[]::new))
        .bind("notes", logs.stream().map(log -> log.note().toString()).toArray(String[]::new))
        .bind(
            "frontiers",
            logs.stream().map(log -> HEX.formatHex(log.after().bytes())).toArray(String[]::new))
        .bind("at", signedAt)
        .fetch()
        .rowsUpdated()
        .flatMap(kept ->
            kept == logs.size()
                ? Mono.empty()
                : Mono.error(new IllegalStateException("a checkpoint without its last leaf")));
  }

  /** What is recorded but not yet numbered, and numbered but not yet searchable. */
  Mono<Backlog> backlog(Instant now) {
    return sql.sql(
            """
            with queued as (
              select (select count(*) from audit.pending) as entries,
                     (select recorded_at from audit.pending
                        join audit.entry using (clinic_id, entry_id)
                       order by audit.pending.entry_id limit 1) as oldest),
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
