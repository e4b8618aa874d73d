package dk.sentinel.api.people;

import static dk.sentinel.api.people.MemberStore.required;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Access reviews in PostgreSQL: only ever added. */
final class AccessReviewStore {

  /**
   * What was decided about a role.
   *
   * @param decision keep, change or remove
   */
  record Line(String person, String name, String role, String decision) {}

  /** A review as it was completed. */
  record Review(UUID id, String by, Instant at, List<Line> lines) {}

  Mono<Void> insert(TenantTransaction transaction, Review review) {
    return transaction
        .sql()
        .sql(
            """
            with review as (
              insert into tenancy.access_review (clinic_id, review_id, reviewed_by, reviewed_at)
              values (:clinic, :id, :by, :at))
            insert into tenancy.access_review_line
                   (clinic_id, review_id, person_id, name, role, decision)
            select :clinic, :id, u.person, u.name, u.role, u.decision
              from unnest(:persons::text[], :names::text[], :roles::text[], :decisions::text[])
                   u (person, name, role, decision)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", review.id())
        .bind("by", review.by())
        .bind("at", review.at())
        .bind("persons", review.lines().stream().map(Line::person).toArray(String[]::new))
        .bind("names", review.lines().stream().map(Line::name).toArray(String[]::new))
        .bind("roles", review.lines().stream().map(Line::role).toArray(String[]::new))
        .bind("decisions", review.lines().stream().map(Line::decision).toArray(String[]::new))
        .then();
  }

  /** All that were completed, newest first. */
  Mono<List<Review>> all(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select r.review_id, r.reviewed_by, r.reviewed_at, l.person_id, l.name, l.role, l.decision
              from tenancy.access_review r
              join tenancy.access_review_line l using (clinic_id, review_id)
             where r.clinic_id = :clinic
             order by r.reviewed_at desc, r.review_id, l.name, l.role
            """)
        .bind("clinic", transaction.tenant().value())
        .map(row ->
            new Review(
                required(row, "review_id", UUID.class),
                required(row, "reviewed_by", String.class),
                required(row, "reviewed_at", Instant.class),
                List.of(
                    new Line(
                        required(row, "person_id", String.class),
                        required(row, "name", String.class),
                        required(row, "role", String.class),
                        required(row, "decision", String.class)))))
        .all()
        .collect(() -> new LinkedHashMap<UUID, Review>(), AccessReviewStore::add)
        .map(reviews -> List.copyOf(reviews.values()));
  }

  private static void add(Map<UUID, Review> reviews, Review line) {
    reviews.merge(
        line.id(),
        line,
        (sofar, more) ->
            new Review(
                sofar.id(),
                sofar.by(),
                sofar.at(),
                Stream.concat(sofar.lines().stream(), more.lines().stream()).toList()));
  }

  /** From when on the year counts: the last review, or else the first signed agreement. */
  Mono<Instant> countsFrom(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select coalesce(
                     (select max(reviewed_at) from tenancy.access_review
                       where clinic_id = :clinic),
                     (select min(signed_at) from agreement.signature
                       where clinic_id = :clinic)) as since
            """)
        .bind("clinic", transaction.tenant().value())
        .map(row -> Optional.ofNullable(row.get("since", Instant.class)))
        .one()
        .flatMap(Mono::justOrEmpty);
  }
}
