package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads one clinic's log under its row-level security. */
final class AuditTrailStore {

  Mono<AuditTrail.Reach> reach(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            with ends as (
              select h.size as sequenced, coalesce(s.size, 0) as shipped, coalesce(s.first, 0) as first
                from (select :clinic::uuid as clinic_id) c
                left join audit.head h using (clinic_id)
                left join audit.shipped s using (clinic_id)),
            marks as (
              select l.position, e.recorded_at
                from audit.leaf l join audit.entry e using (clinic_id, entry_id)
               where l.clinic_id = :clinic
                 and l.position in (select unnest(array[sequenced - 1, shipped - 1, first]) from ends))
            select sequenced - 1 as last, shipped - 1 as searchable, first,
                   (select recorded_at from marks where position = sequenced - 1) as last_at,
                   (select recorded_at from marks
                     where position = shipped - 1 and shipped > first) as searchable_at,
                   (select recorded_at from marks where position = first and first > 0) as first_at
              from ends
            """)
        .bind("clinic", transaction.tenant().value())
        .map(row ->
            new AuditTrail.Reach(
                mark(row, "last", "last_at"),
                mark(row, "searchable", "searchable_at"),
                mark(row, "first", "first_at")))
        .one();
  }

  private static AuditTrail.@Nullable Mark mark(Readable row, String position, String at) {
    Long last = row.get(position, Long.class);
    Instant recorded = row.get(at, Instant.class);
    return last == null || recorded == null ? null : new AuditTrail.Mark(last, recorded);
  }

  Flux<SequencedEntry> newest(TenantTransaction transaction, int limit) {
    return transaction
        .sql()
        .sql(
            """
            select l.position, convert_from(e.canonical, 'UTF8') as canonical
              from audit.leaf l join audit.entry e using (clinic_id, entry_id)
             where l.clinic_id = :clinic order by l.position desc limit :limit
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("limit", limit)
        .map(row ->
            new SequencedEntry(
                Objects.requireNonNull(row.get("position", Long.class)),
                AuditEntry.parse(Objects.requireNonNull(row.get("canonical", String.class)))))
        .all();
  }

  Mono<String> checkpoint(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            "select note from audit.checkpoint where clinic_id = :clinic"
                + " order by size desc limit 1")
        .bind("clinic", transaction.tenant().value())
        .mapValue(String.class)
        .one();
  }
}
