package dk.sentinel.api.people;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Who has which role in the clinic, in PostgreSQL. What has ended is kept with its end. */
final class MemberStore {

  /**
   * A role that a person has.
   *
   * @param professionalId the person's persistent professional id
   * @param endsAt from when on they no longer have it; null when no end is set
   */
  record Member(
      String professionalId, String name, String role, Instant addedAt, @Nullable Instant endsAt) {}

  /** Waits until no other transaction changes the clinic's people. */
  Mono<Void> oneAtATime(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select pg_advisory_xact_lock(hashtextextended('members ' || :clinic, 0))")
        .bind("clinic", transaction.tenant().toString())
        .then();
  }

  /** Gives the role, or sets another end; false when the person has it so already. */
  Mono<Boolean> give(TenantTransaction transaction, Member member) {
    return transaction
        .sql()
        .sql(
            """
            insert into tenancy.member as m (clinic_id, person_id, role, name, added_at, ends_at)
            values (:clinic, :person, :role, :name, :now, :end)
            on conflict (clinic_id, person_id, role) do update
               set name = excluded.name, ends_at = excluded.ends_at,
                   added_at = case when m.ends_at <= :now then :now else m.added_at end
             where m.ends_at is distinct from excluded.ends_at
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("person", member.professionalId())
        .bind("role", member.role())
        .bind("name", member.name())
        .bind("now", member.addedAt())
        .bind("end", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, member.endsAt()))
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /** Ends the role now; false when the person does not have it. */
  Mono<Boolean> end(TenantTransaction transaction, String person, String role, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.member set ends_at = :now
             where person_id = :person and role = :role and (ends_at is null or ends_at > :now)
            """)
        .bind("person", person)
        .bind("role", role)
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /** The roles that people have now, by name. */
  Mono<List<Member>> current(TenantTransaction transaction, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            select person_id, name, role, added_at, ends_at from tenancy.member
             where ends_at is null or ends_at > :now order by name, role
            """)
        .bind("now", now)
        .map(row ->
            new Member(
                Objects.requireNonNull(row.get("person_id", String.class)),
                Objects.requireNonNull(row.get("name", String.class)),
                Objects.requireNonNull(row.get("role", String.class)),
                Objects.requireNonNull(row.get("added_at", Instant.class)),
                row.get("ends_at", Instant.class)))
        .all()
        .collectList();
  }
}
