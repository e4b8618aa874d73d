package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Objections as events in PostgreSQL: what was said when, never overwritten. */
final class ObjectionStore {
  /** The versions to which the clinic objects, the oldest first. */
  Flux<Integer> standing(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select version from (
              select distinct on (version) version, kind from agreement.objection_event
               order by version, at desc, kind desc) last
             where kind = 'raised' order by version
            """)
        .map(row -> Objects.requireNonNull(row.get("version", Integer.class)))
        .all();
  }

  Mono<Void> keep(
      TenantTransaction transaction, int version, String kind, String personName, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.objection_event
              (clinic_id, event_id, version, kind, person_id, person_name, at)
            values (:clinic, :id, :version, :kind, :person, :name, :now)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", UUID.randomUUID())
        .bind("version", version)
        .bind("kind", kind)
        .bind("person", transaction.act().actor().id())
        .bind("name", personName)
        .bind("now", now)
        .then();
  }
}
