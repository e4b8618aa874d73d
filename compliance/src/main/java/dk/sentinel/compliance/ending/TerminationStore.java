package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The steps of an agreement's end in PostgreSQL; added, never changed. */
final class TerminationStore {
  /**
   * What decides whether an agreement can be terminated.
   *
   * @param cvr of the clinic
   * @param signed whether there is an agreement
   */
  record Standing(String cvr, boolean signed) {}

  /**
   * Waits for what is being stored or promised for the clinic, and makes others wait until the
   * transaction ends: the lock that the gates hold.
   */
  Mono<Void> oneAtATime(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select pg_advisory_xact_lock(hashtextextended('promise ' || :clinic, 0))")
        .bind("clinic", transaction.tenant().toString())
        .then();
  }

  Mono<Standing> standing(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select cvr,
                   exists (select from agreement.signature s
                             join agreement.document d using (clinic_id, document_id)
                            where s.completes and d.kind = 'agreement') as signed
              from tenancy.clinic
            """)
        .map(row ->
            new Standing(
                required(row, "cvr", String.class), required(row, "signed", Boolean.class)))
        .one();
  }

  /** The last termination with what followed it; empty when it was taken back or none was. */
  Mono<Termination> current(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select t.at, t.person_name, t.delete_from, b.at as begun_at, d.at as deleted_at
              from ending.termination_event t
              left join ending.termination_event b
                on b.clinic_id = t.clinic_id and b.kind = 'deletion-begun' and b.step > t.step
              left join ending.termination_event d
                on d.clinic_id = t.clinic_id and d.kind = 'deleted' and d.step > t.step
             where t.kind = 'terminated'
               and not exists (
                 select 1 from ending.termination_event later
                  where later.clinic_id = t.clinic_id and later.step > t.step
                    and later.kind in ('taken-back', 'terminated'))
            """)
        .map(TerminationStore::termination)
        .one();
  }

  private static Termination termination(Readable row) {
    return new Termination(
        required(row, "at", Instant.class),
        required(row, "person_name", String.class),
        required(row, "delete_from", Instant.class),
        row.get("begun_at", Instant.class),
        row.get("deleted_at", Instant.class));
  }

  /**
   * Adds the next step.
   *
   * @param personName of the owner; null when Sentinel acts by itself
   */
  Mono<Void> add(
      TenantTransaction transaction,
      String kind,
      @Nullable String personName,
      Instant at,
      @Nullable Instant deleteFrom) {
    return transaction
        .sql()
        .sql(
            """
            insert into ending.termination_event
              (clinic_id, step, kind, person_id, person_name, at, delete_from)
            select :clinic, 1 + coalesce(max(step), 0), :kind, :person, :name, :at, :delete
              from ending.termination_event
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("kind", kind)
        .bind(
            "person",
            Parameters.in(
                R2dbcType.VARCHAR, personName == null ? null : transaction.act().actor().id()))
        .bind("name", Parameters.in(R2dbcType.VARCHAR, personName))
        .bind("at", at)
        .bind("delete", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, deleteFrom))
        .fetch()
        .rowsUpdated()
        .then();
  }

  static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
