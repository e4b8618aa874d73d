package dk.sentinel.compliance.ending;

import static dk.sentinel.compliance.ending.TerminationStore.required;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What a deletion took, step by step, in PostgreSQL. */
final class DeletionStore {
  Mono<Void> keep(TenantTransaction transaction, String kind, Erasable.Gone gone, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into ending.deletion_step (clinic_id, begun, number, kind, gone, keys, at)
            select e.clinic_id, e.step, 1 + (
                     select count(*) from ending.deletion_step d
                      where d.clinic_id = e.clinic_id and d.begun = e.step)::integer,
                   :kind, :gone, :keys, :now
              from ending.termination_event e where e.kind = 'deletion-begun'
            """)
        .bind("kind", kind)
        .bind("gone", gone.rows())
        .bind("keys", gone.keys().toArray(String[]::new))
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .then();
  }

  Mono<Deleted> deleted(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select kind, gone, keys from ending.deletion_step order by begun, number")
        .map(row ->
            new Step(
                required(row, "kind", String.class),
                required(row, "gone", Long.class),
                List.of(required(row, "keys", String[].class))))
        .all()
        .collectList()
        .map(DeletionStore::sum);
  }

  private record Step(String kind, long gone, List<String> keys) {}

  private static Deleted sum(List<Step> steps) {
    Map<String, Long> gone = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>();
    for (Step step : steps) {
      gone.merge(step.kind(), step.gone(), Long::sum);
      keys.addAll(step.keys());
    }
    return new Deleted(gone, keys.stream().sorted().toList());
  }

  /** Keycloak is to forget the clinic. */
  Mono<Void> wishForNoOrganization(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.organization
               set wish = wish + 1, wished_at = now(), next_try = now(), tries = 0
            """)
        .fetch()
        .rowsUpdated()
        .then();
  }
}
