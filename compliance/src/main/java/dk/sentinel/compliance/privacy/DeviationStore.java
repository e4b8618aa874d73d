package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps what was refused because the instruction did not allow it. Append-only. */
final class DeviationStore {
  Mono<Void> keep(TenantTransaction transaction, List<Deviation> deviations, Instant at) {
    return transaction
        .sql()
        .sql(
            """
            insert into privacy.deviation
              (clinic_id, deviation_id, at, act, project, reason, entries, system_id)
            select :clinic, uuidv7(), :at, d.act, d.project, d.reason, d.entries,
                   nullif(d.system_id, '')
              from unnest(:acts::text[], :projects::text[], :reasons::text[], :entries::int[],
                          :systems::text[]) d (act, project, reason, entries, system_id)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("at", at)
        .bind("acts", deviations.stream().map(one -> one.act().code()).toArray(String[]::new))
        .bind("projects", deviations.stream().map(Deviation::project).toArray(String[]::new))
        .bind("reasons", deviations.stream().map(one -> one.reason().code()).toArray(String[]::new))
        .bind("entries", deviations.stream().map(Deviation::entries).toArray(Integer[]::new))
        .bind(
            "systems",
            deviations.stream()
                .map(one -> Objects.requireNonNullElse(one.systemId(), ""))
                .toArray(String[]::new))
        .then();
  }

  /** The newest first. */
  Flux<Deviations> since(TenantTransaction transaction, Instant from, int most) {
    return transaction
        .sql()
        .sql(
            """
            select (d.at at time zone 'Europe/Copenhagen')::date as day, d.act, d.project, d.reason,
                   d.system_id, s.name as system_name, count(*) as times, sum(d.entries) as entries,
                   max(d.at) as last
              from privacy.deviation d left join tenancy.practice_system s using (system_id)
             where d.at >= :from
             group by 1, 2, 3, 4, 5, 6 order by last desc, reason limit :most
            """)
        .bind("from", from)
        .bind("most", most)
        .map(DeviationStore::deviations)
        .all();
  }

  private static Deviations deviations(Readable row) {
    return new Deviations(
        Objects.requireNonNull(row.get("day", LocalDate.class)),
        Objects.requireNonNull(row.get("act", String.class)),
        Objects.requireNonNull(row.get("project", String.class)),
        Objects.requireNonNull(row.get("reason", String.class)),
        row.get("system_id", String.class),
        row.get("system_name", String.class),
        Objects.requireNonNull(row.get("times", Long.class)),
        Objects.requireNonNull(row.get("entries", Long.class)),
        Objects.requireNonNull(row.get("last", Instant.class)));
  }
}
