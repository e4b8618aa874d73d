package dk.sentinel.api.provisioning;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is wished of Keycloak, how far it has followed and where it differs, in PostgreSQL. */
final class OrganizationStore {

  /**
   * How far Keycloak has followed.
   *
   * @param wishedAt when something was last wished for, machine time
   * @param doneAt when Keycloak last followed; null when it never did
   * @param tries how often it was tried in vain since
   */
  record State(
      boolean followed,
      Instant wishedAt,
      @Nullable Instant doneAt,
      int tries,
      @Nullable String refusal) {}

  /** A difference that is still there. */
  record Open(Difference difference, Instant foundAt) {}

  /** What the clinic wants; empty when there is no such clinic. */
  Mono<Wanted> wanted(TenantTransaction transaction, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            select c.name, c.cvr, o.wish, o.done,
                   coalesce((select array_agg(distinct m.person_id) from tenancy.member m
                     where m.ends_at is null or m.ends_at > :now), '{}') as people,
                   exists (select 1 from tenancy.member m
                     where m.in_organization_since is not null and m.ends_at <= :now) as overdue,
                   exists (select 1 from ending.termination_event e
                     where e.kind = 'deleted') as gone
              from tenancy.clinic c join tenancy.organization o using (clinic_id)
            """)
        .bind("now", now)
        .map(row ->
            new Wanted(
                transaction.tenant(),
                required(row, "name", String.class),
                required(row, "cvr", String.class),
                people(row),
                required(row, "wish", Long.class),
                required(row, "done", Long.class),
                required(row, "overdue", Boolean.class),
                required(row, "gone", Boolean.class)))
        .one();
  }

  private static Set<String> people(Readable row) {
    return new TreeSet<>(Arrays.asList(required(row, "people", String[].class)));
  }

  /** Something is left to do again. */
  Mono<Void> wish(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.organization
               set wish = wish + 1, wished_at = now(), next_try = now(), tries = 0
            """)
        .then();
  }

  /** Notes that Keycloak has followed as far as a wish, and whom it counts since. */
  Mono<Void> followed(TenantTransaction transaction, Wanted wanted, Set<String> counted) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.organization
               set done = greatest(done, :wish), done_at = now(), tries = 0, refusal = null
            """)
        .bind("wish", wanted.wish())
        .then()
        .then(
            Mono.defer(() ->
                transaction
                    .sql()
                    .sql(
                        """
                        update tenancy.member
                           set in_organization_since = case when person_id = any (:counted)
                                 then coalesce(in_organization_since, now()) end
                         where (in_organization_since is not null) <> (person_id = any (:counted))
                        """)
                    .bind("counted", counted.toArray(String[]::new))
                    .then()));
  }

  /** Keycloak refused this one: it is tried again later and later, at most an hour apart. */
  Mono<Integer> failed(TenantTransaction transaction, Refusal refusal) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.organization
               set tries = tries + 1, refusal = :refusal,
                   next_try = now() + least(3600, 5 * 2 ^ least(tries, 12)) * interval '1 second'
            returning tries
            """)
        .bind("refusal", refusal.code())
        .map(row -> required(row, "tries", Integer.class))
        .one();
  }

  Mono<State> state(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            "select done = wish as followed, wished_at, done_at, tries, refusal from"
                + " tenancy.organization")
        .map(row ->
            new State(
                required(row, "followed", Boolean.class),
                required(row, "wished_at", Instant.class),
                row.get("done_at", Instant.class),
                required(row, "tries", Integer.class),
                row.get("refusal", String.class)))
        .one();
  }

  /** What differs as far as is known, the oldest first. */
  Mono<List<Open>> open(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select kind, subject, found_at from tenancy.organization_drift
             where gone_at is null order by found_at, kind, subject
            """)
        .map(row ->
            new Open(
                new Difference(
                    Difference.Kind.of(required(row, "kind", String.class)),
                    required(row, "subject", String.class)),
                required(row, "found_at", Instant.class)))
        .all()
        .collectList();
  }

  Mono<Void> found(TenantTransaction transaction, List<Difference> differences, Instant now) {
    return Flux.fromIterable(differences)
        .concatMap(each ->
            transaction
                .sql()
                .sql(
                    """
                    insert into tenancy.organization_drift (clinic_id, kind, subject, found_at)
                    values (:clinic, :kind, :subject, :now)
                    """)
                .bind("clinic", transaction.tenant().value())
                .bind("kind", each.kind().code())
                .bind("subject", each.subject())
                .bind("now", now)
                .then())
        .then();
  }

  Mono<Void> gone(TenantTransaction transaction, List<Difference> differences, Instant now) {
    return Flux.fromIterable(differences)
        .concatMap(each ->
            transaction
                .sql()
                .sql(
                    """
                    update tenancy.organization_drift set gone_at = greatest(found_at, :now)
                     where kind = :kind and subject = :subject and gone_at is null
                    """)
                .bind("kind", each.kind().code())
                .bind("subject", each.subject())
                .bind("now", now)
                .then())
        .then();
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
