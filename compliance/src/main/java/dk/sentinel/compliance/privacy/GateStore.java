package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.Basis;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads from the records whether each gate is open. */
final class GateStore {
  Mono<List<GateState>> states(TenantTransaction transaction, String project) {
    return transaction
        .sql()
        .sql(
            """
            select (select min(activated_at) from tenancy.activation) as practice_system,
                   (select min(signed_at) from agreement.signature) as agreement,
                   (select case when kind = 'given' then at end from agreement.consent_event
                     order by at desc, kind desc limit 1) as consent,
                   (select case when kind = 'enrolled' then at end from privacy.enrolment_event
                     where project = :project order by at desc, kind desc limit 1) as enrolment
            """)
        .bind("project", project)
        .map(GateStore::read)
        .one();
  }

  private static List<GateState> read(Readable row) {
    return List.of(
        new GateState(Gate.PRACTICE_SYSTEM, row.get("practice_system", Instant.class)),
        new GateState(Gate.AGREEMENT, row.get("agreement", Instant.class)),
        new GateState(Gate.CONSENT, row.get("consent", Instant.class)),
        new GateState(Gate.ENROLMENT, row.get("enrolment", Instant.class)));
  }

  Mono<Basis> basis(TenantTransaction transaction, Project project) {
    return transaction
        .sql()
        .sql(
            """
            select (select max(d.version) from agreement.signature s
                      join agreement.document d using (clinic_id, document_id)) as agreement,
                   (select case when kind = 'given' then version end from agreement.consent_event
                     order by at desc, kind desc limit 1) as consent,
                   (select kind = 'enrolled' from privacy.enrolment_event
                     where project = :project order by at desc, kind desc limit 1) as enrolled
            """)
        .bind("project", project.code())
        .map(row ->
            new Basis(
                Basis.Legal.QUALITY_WORK,
                row.get("agreement", Integer.class),
                row.get("consent", Integer.class),
                Boolean.TRUE.equals(row.get("enrolled", Boolean.class))
                    ? project.specification()
                    : null,
                null))
        .one();
  }

  Flux<GateCalendar.Turn> turns(TenantTransaction transaction, String project, String systemId) {
    return transaction
        .sql()
        .sql(
            """
            select 'PRACTICE_SYSTEM' as gate, true as opens, activated_at as at
              from tenancy.activation where system_id = :system
            union all
            select 'AGREEMENT', true, signed_at from agreement.signature
            union all
            select 'CONSENT', kind = 'given', at from agreement.consent_event
            union all
            select 'ENROLMENT', kind = 'enrolled', at from privacy.enrolment_event
             where project = :project
             order by at, opens desc
            """)
        .bind("system", systemId)
        .bind("project", project)
        .map(GateStore::turn)
        .all();
  }

  private static GateCalendar.Turn turn(Readable row) {
    return new GateCalendar.Turn(
        Gate.valueOf(Objects.requireNonNull(row.get("gate", String.class))),
        Boolean.TRUE.equals(row.get("opens", Boolean.class)),
        Objects.requireNonNull(row.get("at", Instant.class)));
  }
}
