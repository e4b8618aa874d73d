package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.tenancy.RoleTransactions;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What waits to be shipped and how far each clinic's copy has come: all clinics. */
final class ShippingSequencerStore {
  /** Any number, as long as nothing else of Sentinel takes it ("ship" in ASCII). */
  private static final long LOCK = 0x73686970L;

  private final RoleTransactions transactions;
  private final DatabaseClient sql;

  ShippingSequencerStore(ConnectionFactory connections) {
    this.transactions = new RoleTransactions(connections);
    this.sql = transactions.sql();
  }

  /** Runs the work in a transaction if no other shipper works; else answers zero. */
  Mono<Integer> inTransactionHoldingTheLock(Mono<Integer> work) {
    return sql.sql("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", LOCK)
        .mapValue(Boolean.class)
        .one()
        .flatMap(mine -> mine ? work : Mono.just(0))
        .as(transactions::inTransaction);
  }

  /**
   * Entries not yet shipped, in order per clinic; the clinic tried longest ago comes first.
   *
   * @param limit how many entries at most
   * @param bytes how many bytes of canonical text at most; the first entry comes in any case
   */
  Flux<Shipment> waiting(int limit, long bytes) {
    return waiting("size", limit, bytes);
  }

  /** As {@link #waiting}, but after what was noted as being sent. */
  Flux<Shipment> waitingAfterSent(int limit, long bytes) {
    return waiting("sent", limit, bytes);
  }

  private Flux<Shipment> waiting(String progress, int limit, long bytes) {
    return sql.sql(
            """
            with behind as (
              select h.clinic_id, coalesce(s.%1$s, 0) as shipped, h.size, s.tried_at,
                     sum(h.size - coalesce(s.%1$s, 0))
                       over (order by s.tried_at nulls first, h.clinic_id) as upto
                from audit.head h left join audit.shipped s using (clinic_id)
               where h.size > coalesce(s.%1$s, 0)),
            waiting as (
              select b.tried_at, l.clinic_id, l.position, l.entry_id
                from behind b cross join lateral (
                     select leaf.clinic_id, leaf.position, leaf.entry_id from audit.leaf
                      where leaf.clinic_id = b.clinic_id
                        and leaf.position >= b.shipped and leaf.position < b.size
                      order by leaf.position limit :limit) l
               where b.upto - (b.size - b.shipped) < :limit
               order by b.tried_at nulls first, l.clinic_id, l.position limit :limit),
            sized as (
              select w.*, e.recorded_at, convert_from(e.canonical, 'UTF8') as canonical,
                     row_number() over earlier as place,
                     sum(octet_length(e.canonical)) over earlier as total
                from waiting w
                join audit.entry e on e.clinic_id = w.clinic_id and e.entry_id = w.entry_id
              window earlier as (order by w.tried_at nulls first, w.clinic_id, w.position))
            select clinic_id, position, recorded_at, canonical from sized
             where total <= :bytes or place = 1 order by place
            """
                .formatted(progress))
        .bind("limit", limit)
        .bind("bytes", bytes)
        .map(row ->
            new Shipment(
                Objects.requireNonNull(row.get("clinic_id", UUID.class)),
                Objects.requireNonNull(row.get("position", Long.class)),
                Objects.requireNonNull(row.get("recorded_at", Instant.class)),
                Objects.requireNonNull(row.get("canonical", String.class))))
        .all();
  }

  /** Id of the index that took the last shipment; empty before the first. */
  Mono<String> lastIndex() {
    return sql.sql(
            "select index_id from audit.shipped where index_id is not null"
                + " order by tried_at desc limit 1")
        .mapValue(String.class)
        .one();
  }

  /** Whether nothing was ever sent that is not acknowledged. */
  Mono<Boolean> allAcknowledged() {
    return sql.sql("select not exists (select from audit.shipped where sent > size) as settled")
        .map(row -> Objects.requireNonNull(row.get("settled", Boolean.class)))
        .one();
  }

  /** Whether each of these clinics' copies ends exactly here, with nothing under way. */
  Mono<Boolean> copiesEndAt(Map<UUID, Long> sizes) {
    return sql.sql(
            "select bool_and(coalesce(s.size, 0) = u.size and coalesce(s.sent, 0) = u.size) as so"
                + " from unnest(:clinics::uuid[], :sizes::bigint[]) as u (clinic, size)"
                + " left join audit.shipped s on s.clinic_id = u.clinic")
        .bind("clinics", sizes.keySet().toArray(UUID[]::new))
        .bind("sizes", sizes.values().toArray(Long[]::new))
        .map(row -> Objects.requireNonNull(row.get("so", Boolean.class)))
        .one();
  }

  /** Notes how far each clinic's entries are about to be sent; durable at once. */
  Mono<Void> sending(Map<UUID, Long> sizes, Instant now) {
    return sql.sql(
            "insert into audit.shipped (clinic_id, size, sent, tried_at)"
                + " select clinic, 0, size, :now from unnest(:clinics::uuid[], :sizes::bigint[])"
                + " as u (clinic, size) on conflict (clinic_id) do update"
                + " set sent = greatest(shipped.sent, excluded.sent), tried_at = excluded.tried_at")
        .bind("clinics", sizes.keySet().toArray(UUID[]::new))
        .bind("sizes", sizes.values().toArray(Long[]::new))
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .as(transactions::apart)
        .then();
  }

  /** Notes how far each clinic's entries are in the archive, and which index took the last. */
  Mono<Void> shipped(Map<UUID, Long> sizes, String indexId, Instant now) {
    return sql.sql(
            "update audit.shipped set size = u.size, index_id = :index, tried_at = :now"
                + " from unnest(:clinics::uuid[], :sizes::bigint[]) as u (clinic, size)"
                + " where clinic_id = u.clinic")
        .bind("clinics", sizes.keySet().toArray(UUID[]::new))
        .bind("sizes", sizes.values().toArray(Long[]::new))
        .bind("index", indexId)
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .then();
  }

  /**
   * Notes that the archive is about to lose each clinic's entries before a position, for good;
   * durable at once. Never beyond what is acknowledged.
   */
  Mono<Void> retired(Map<UUID, Long> ends) {
    return sql.sql(
            "update audit.shipped set first = greatest(first, least(size, u.last))"
                + " from unnest(:clinics::uuid[], :ends::bigint[]) as u (clinic, last)"
                + " where clinic_id = u.clinic")
        .bind("clinics", ends.keySet().toArray(UUID[]::new))
        .bind("ends", ends.values().toArray(Long[]::new))
        .fetch()
        .rowsUpdated()
        .as(transactions::apart)
        .then();
  }

  /**
   * Forgets all progress, because the archive is empty; tells that there is work at once. What was
   * let go by age does not come back.
   */
  Mono<Integer> startAgain(Instant now) {
    return sql.sql(
            "update audit.shipped set size = first, sent = first, index_id = null,"
                + " tried_at = :now")
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .thenReturn(1);
  }
}
