package dk.sentinel.api.clinic;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Which practice systems asked to send for the clinic, and what its owners decided. */
final class ActivationStore {
  static final String ASKED = "asked";

  /**
   * One step of a practice system's way in or out.
   *
   * @param kind asked, confirmed, refused or stopped
   * @param person who decided; null when the system asked
   * @param name that person's name as the clinic knows it
   * @param at when, business time
   */
  record Step(String kind, @Nullable String person, @Nullable String name, Instant at) {}

  /** A step together with the system and the ydernummer that it is about. */
  record Event(Registered system, String ydernummer, Step step) {}

  /**
   * A practice system as its vendor registered it.
   *
   * @param id its client id
   * @param kinds the FHIR resource types that it may send
   * @param suspended whether the operator has suspended it
   */
  record Registered(
      String id,
      String name,
      String vendor,
      String vendorCvr,
      List<String> kinds,
      boolean suspended) {}

  /**
   * Waits until nothing is being stored or changed under the clinic's gates; ends with the
   * transaction.
   */
  Mono<Void> oneAtATime(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select pg_advisory_xact_lock(hashtextextended('promise ' || :clinic, 0))")
        .bind("clinic", transaction.tenant().toString())
        .then();
  }

  /** How it stands: asked, confirmed, refused or stopped; empty when the system never asked. */
  Mono<String> state(TenantTransaction transaction, String system, String ydernummer) {
    return transaction
        .sql()
        .sql(
            """
            select kind from tenancy.activation_event
             where system_id = :system and ydernummer = :number order by step desc limit 1
            """)
        .bind("system", system)
        .bind("number", ydernummer)
        .map(row -> required(row, "kind", String.class))
        .one();
  }

  /** The next step; belongs under {@link #oneAtATime}. */
  Mono<Void> step(
      TenantTransaction transaction,
      String system,
      String ydernummer,
      String kind,
      @Nullable String person,
      Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into tenancy.activation_event
              (clinic_id, system_id, ydernummer, step, kind, person_id, at)
            select :clinic, :system, :number, coalesce(max(step), 0) + 1, :kind, :person, :now
              from tenancy.activation_event where system_id = :system and ydernummer = :number
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("system", system)
        .bind("number", ydernummer)
        .bind("kind", kind)
        .bind("person", Parameters.in(R2dbcType.VARCHAR, person))
        .bind("now", now)
        .then();
  }

  /** How many systems and ydernumre wait for an owner's answer. */
  Mono<Integer> waiting(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select count(*)::integer as waiting from (
              select distinct on (system_id, ydernummer) kind from tenancy.activation_event
               order by system_id, ydernummer, step desc) last
             where kind = 'asked'
            """)
        .map(row -> required(row, "waiting", Integer.class))
        .one();
  }

  /** Every step, by system and ydernummer, the newest first. */
  Mono<List<Event>> events(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select s.system_id, s.name, s.vendor, s.vendor_cvr, s.kinds,
                   s.suspended_at is not null as suspended,
                   e.ydernummer, e.kind, e.person_id, e.at,
                   (select min(m.name) from tenancy.member m where m.person_id = e.person_id)
                     as person_name
              from tenancy.activation_event e join tenancy.practice_system s using (system_id)
             order by s.name, s.system_id, e.ydernummer, e.step desc
            """)
        .map(ActivationStore::event)
        .all()
        .collectList();
  }

  private static Event event(Readable row) {
    return new Event(
        new Registered(
            required(row, "system_id", String.class),
            required(row, "name", String.class),
            required(row, "vendor", String.class),
            required(row, "vendor_cvr", String.class),
            List.of(required(row, "kinds", String[].class)),
            required(row, "suspended", Boolean.class)),
        required(row, "ydernummer", String.class),
        new Step(
            required(row, "kind", String.class),
            row.get("person_id", String.class),
            row.get("person_name", String.class),
            required(row, "at", Instant.class)));
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
