package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.Basis;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads from the records whether each gate is open. */
final class GateStore {
  private static final String STATES =
      """
      select (select min(at) from (
                select distinct on (system_id, ydernummer) system_id, kind, at
                  from tenancy.activation_event
                 order by system_id, ydernummer, step desc) last
              join tenancy.practice_system s using (system_id)
             where kind = 'confirmed' and s.suspended_at is null) as practice_system,
             (select case when kind = 'given' then at end from agreement.consent_event
               order by at desc, kind desc limit 1) as consent,
             (select case when kind = 'enrolled' then at end from privacy.enrolment_event
               where project = :project order by at desc, kind desc limit 1) as enrolment
      """;

  /**
   * The gates now.
   *
   * @param forReading whether a terminated agreement counts as it stood before: until its data are
   *     deleted the clinic reads them
   */
  Mono<List<GateState>> states(
      TenantTransaction transaction, String project, Instant now, boolean forReading) {
    return agreement(transaction, forReading)
        .flatMap(timeline ->
            transaction
                .sql()
                .sql(STATES)
                .bind("project", project)
                .map(row -> read(row, timeline.since(now)))
                .one());
  }

  /** When the agreement held and will hold, as far as it is fixed. */
  private static Mono<AgreementTimeline> agreement(
      TenantTransaction transaction, boolean forReading) {
    return transaction
        .sql()
        .sql(
            """
            select 'SIGNED' as kind, d.version, s.signed_at as at, 0 as step
              from agreement.signature s join agreement.document d using (clinic_id, document_id)
             where s.completes and d.kind = 'agreement'
            union all
            select upper(asks), version, takes_effect, 0 from agreement.publication
             where version > 1
            union all
            select upper(kind), version, at, 0 from agreement.objection_event
            union all
            select upper(replace(kind, '-', '_')), 0, at, step from ending.termination_event
             where kind in ('terminated', 'taken-back')
               and (not :reading or exists (
                 select 1 from ending.termination_event b where b.kind = 'deletion-begun'))
             order by at, step
            """)
        .bind("reading", forReading)
        .map(row ->
            new AgreementTimeline.Event(
                AgreementTimeline.Kind.valueOf(
                    Objects.requireNonNull(row.get("kind", String.class))),
                Objects.requireNonNull(row.get("version", Integer.class)),
                Objects.requireNonNull(row.get("at", Instant.class))))
        .all()
        .collectList()
        .map(AgreementTimeline::new);
  }

  private static List<GateState> read(Readable row, @Nullable Instant agreement) {
    return List.of(
        new GateState(Gate.PRACTICE_SYSTEM, row.get("practice_system", Instant.class)),
        new GateState(Gate.AGREEMENT, agreement),
        new GateState(Gate.CONSENT, row.get("consent", Instant.class)),
        new GateState(Gate.ENROLMENT, row.get("enrolment", Instant.class)));
  }

  Mono<Basis> basis(TenantTransaction transaction, Project project, Instant now) {
    return agreement(transaction, false)
        .flatMap(timeline -> basis(transaction, project, timeline.versionAt(now)));
  }

  private static Mono<Basis> basis(
      TenantTransaction transaction, Project project, OptionalInt agreement) {
    return transaction
        .sql()
        .sql(
            """
            select (select case when kind = 'given' then version end from agreement.consent_event
                     order by at desc, kind desc limit 1) as consent,
                   (select kind = 'enrolled' from privacy.enrolment_event
                     where project = :project order by at desc, kind desc limit 1) as enrolled
            """)
        .bind("project", project.code())
        .map(row ->
            new Basis(
                Basis.Legal.QUALITY_WORK,
                agreement.isEmpty() ? null : agreement.getAsInt(),
                row.get("consent", Integer.class),
                Boolean.TRUE.equals(row.get("enrolled", Boolean.class))
                    ? project.specification()
                    : null,
                null))
        .one();
  }

  /**
   * Waits while somebody changes what the gates ask for, and makes them wait until the transaction
   * ends: what the calendar says then still holds when its reader commits.
   */
  Mono<Void> hold(TenantTransaction transaction, String systemId) {
    return transaction
        .sql()
        .sql(
            """
            select pg_advisory_xact_lock_shared(hashtextextended('promise ' || :clinic, 0)),
                   pg_advisory_xact_lock_shared(hashtextextended('practice-system ' || :system, 0))
            """)
        .bind("clinic", transaction.tenant().toString())
        .bind("system", systemId)
        .then();
  }

  /** The practice system's gate is open while each of the ydernumre is confirmed. */
  Flux<GateCalendar.Turn> turns(
      TenantTransaction transaction,
      String project,
      String systemId,
      Set<String> ydernumre,
      Instant now) {
    return agreement(transaction, false)
        .flatMapIterable(timeline -> timeline.turnsUntil(now))
        .concatWith(otherTurns(transaction, project, systemId, ydernumre));
  }

  private static Flux<GateCalendar.Turn> otherTurns(
      TenantTransaction transaction, String project, String systemId, Set<String> ydernumre) {
    return transaction
        .sql()
        .sql(
            """
            with step as (
              select at, row_number() over sequence as turn,
                     sum(case kind when 'confirmed' then 1 when 'stopped' then -1 else 0 end)
                       over sequence = cardinality(:ydernumre::text[]) as opens
                from tenancy.activation_event
               where system_id = :system and ydernummer = any (:ydernumre::text[])
              window sequence as (order by at, step rows unbounded preceding)
            )
            select 'PRACTICE_SYSTEM' as gate, opens, at, turn from step
            union all
            select 'PRACTICE_SYSTEM', false,
                   greatest(suspended_at, (select max(at) from step)), 9223372036854775807
              from tenancy.practice_system
             where system_id = :system and suspended_at is not null
            union all
            select 'CONSENT', kind = 'given', at, 0 from agreement.consent_event
            union all
            select 'ENROLMENT', kind = 'enrolled', at, 0 from privacy.enrolment_event
             where project = :project
             order by at, turn, opens desc
            """)
        .bind("system", systemId)
        .bind("ydernumre", ydernumre.toArray(String[]::new))
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
