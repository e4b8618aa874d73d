package dk.sentinel.compliance.audit.archive;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What waits to be shipped and how far each clinic's copy has come: all clinics. */
final class ShippingSequencerStore {
  /** Any number, as long as nothing else of Sentinel takes it ("ship" in ASCII). */
  private static final long LOCK = 0x73686970L;

  private final DatabaseClient sql;
  private final TransactionalOperator operator;

  ShippingSequencerStore(ConnectionFactory connections) {
    this.sql = DatabaseClient.create(connections);
    this.operator = TransactionalOperator.create(new R2dbcTransactionManager(connections));
  }

  /** Runs the work in a transaction if no other shipper works; else answers zero. */
  Mono<Integer> inTransactionHoldingTheLock(Mono<Integer> work) {
    return sql.sql("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", LOCK)
        .mapValue(Boolean.class)
        .one()
        .flatMap(mine -> mine ? work : Mono.just(0))
        .as(operator::transactional);
  }

  /** Entries not yet shipped, in order per clinic; the clinic tried longest ago comes first. */
  Flux<Shipment> waiting(int limit) {
    return sql.sql(
            """
            select l.clinic_id, l.position, e.recorded_at,
                   convert_from(e.canonical, 'UTF8') as canonical
              from (select h.clinic_id, coalesce(s.size, 0) as shipped, h.size, s.tried_at
                      from audit.head h left join audit.shipped s using (clinic_id)
                     where h.size > coalesce(s.size, 0)
                     order by s.tried_at nulls first limit :limit) behind
             cross join lateral (
                   select leaf.clinic_id, leaf.position, leaf.entry_id from audit.leaf
                    where leaf.clinic_id = behind.clinic_id
                      and leaf.position >= behind.shipped and leaf.position < behind.size
                    order by leaf.position limit :limit) l
              join audit.entry e on e.clinic_id = l.clinic_id and e.entry_id = l.entry_id
             order by behind.tried_at nulls first, l.clinic_id, l.position limit :limit
            """)
        .bind("limit", limit)
        .map(row ->
            new Shipment(
                Objects.requireNonNull(row.get("clinic_id", UUID.class)),
                Objects.requireNonNull(row.get("position", Long.class)),
                Objects.requireNonNull(row.get("recorded_at", Instant.class)),
                Objects.requireNonNull(row.get("canonical", String.class))))
        .all();
  }

  Mono<Void> shipped(UUID clinic, long size, Instant triedAt) {
    return sql.sql(
            "insert into audit.shipped (clinic_id, size, tried_at) values (:clinic, :size, :at)"
                + " on conflict (clinic_id) do update"
                + " set size = excluded.size, tried_at = excluded.tried_at")
        .bind("clinic", clinic)
        .bind("size", size)
        .bind("at", triedAt)
        .fetch()
        .rowsUpdated()
        .then();
  }

  /** Forgets all progress, because the archive is empty; tells that there is work at once. */
  Mono<Integer> startAgain(Instant now) {
    return sql.sql("update audit.shipped set size = 0, tried_at = :now")
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .thenReturn(1);
  }
}
