package dk.sentinel.api.people;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.compliance.tenancy.Scope;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** Who has which role in the clinic, in PostgreSQL. What has ended is kept with its end. */
final class MemberStore {

  /**
   * A role that a person has.
   *
   * @param professionalId the person's persistent professional id
   * @param grant the role, its end and its reach
   * @param platform whether the person audits the whole platform, so that no owner gave the role
   */
  record Member(
      String professionalId, String name, Grant grant, Instant addedAt, boolean platform) {

    /** Somebody to whom the clinic gives a role. */
    Member(String professionalId, String name, Grant grant, Instant addedAt) {
      this(professionalId, name, grant, addedAt, false);
    }

    boolean is(String person, ClinicRole role) {
      return professionalId.equals(person) && grant.role() == role;
    }
  }

  /** Waits until no other transaction changes the clinic's people. */
  Mono<Void> oneAtATime(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select pg_advisory_xact_lock(hashtextextended('members ' || :clinic, 0))")
        .bind("clinic", transaction.tenant().toString())
        .then();
  }

  /** Gives the role, or with another end or reach; false when the person has it so already. */
  Mono<Boolean> give(TenantTransaction transaction, Member member) {
    return bound(
            transaction
                .sql()
                .sql(
                    """
                    insert into tenancy.member as m (clinic_id, person_id, role, name, added_at,
                           ends_at, ydernumre, log_from, log_to)
                    values (:clinic, :person, :role, :name, :now, :end, :ydernumre::text[], :from,
                           :to)
                    on conflict (clinic_id, person_id, role) do update
                       set name = excluded.name, ends_at = excluded.ends_at,
                           ydernumre = excluded.ydernumre, log_from = excluded.log_from,
                           log_to = excluded.log_to,
                           added_at = case when m.ends_at <= :now then :now else m.added_at end
                     where (m.ends_at, m.ydernumre, m.log_from, m.log_to) is distinct from
                           (excluded.ends_at, excluded.ydernumre, excluded.log_from, excluded.log_to)
                    """)
                .bind("clinic", transaction.tenant().value()),
            member)
        .bind("role", member.grant().role().code())
        .bind("ydernumre", ydernumre(member.grant()))
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /** Lets somebody audit the whole platform, or with another end or period. */
  Mono<Boolean> givePlatform(TenantTransaction transaction, Member member) {
    return bound(
            transaction
                .sql()
                .sql(
                    """
                    insert into tenancy.platform_auditor as a
                           (person_id, name, added_at, ends_at, log_from, log_to)
                    values (:person, :name, :now, :end, :from, :to)
                    on conflict (person_id) do update
                       set name = excluded.name, ends_at = excluded.ends_at,
                           log_from = excluded.log_from, log_to = excluded.log_to,
                           added_at = case when a.ends_at <= :now then :now else a.added_at end
                     where (a.ends_at, a.log_from, a.log_to) is distinct from
                           (excluded.ends_at, excluded.log_from, excluded.log_to)
                    """),
            member)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  private static GenericExecuteSpec bound(GenericExecuteSpec statement, Member member) {
    Scope scope = member.grant().scope();
    return statement
        .bind("person", member.professionalId())
        .bind("name", member.name())
        .bind("now", member.addedAt())
        .bind("end", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, member.grant().endsAt()))
        .bind("from", Parameters.in(R2dbcType.DATE, scope.logFrom()))
        .bind("to", Parameters.in(R2dbcType.DATE, scope.logTo()));
  }

  /** The ydernumre of a grant as the text of an array; null for all. */
  static Parameter ydernumre(Grant grant) {
    List<String> named = grant.ydernumre();
    return Parameters.in(
        R2dbcType.VARCHAR, named == null ? null : "{" + String.join(",", named) + "}");
  }

  /** Ends the role now; false when the person does not have it. */
  Mono<Boolean> end(TenantTransaction transaction, String person, ClinicRole role, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.member set ends_at = :now
             where person_id = :person and role = :role and (ends_at is null or ends_at > :now)
            """)
        .bind("person", person)
        .bind("role", role.code())
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /** Ends somebody's audit of the whole platform now; false when there is none. */
  Mono<Boolean> endPlatform(TenantTransaction transaction, String person, Instant now) {
    return transaction
        .sql()
        .sql(
            "update tenancy.platform_auditor set ends_at = :now"
                + " where person_id = :person and ends_at > :now")
        .bind("person", person)
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /** The roles that people have now, by name, with those who audit the whole platform. */
  Mono<List<Member>> current(TenantTransaction transaction, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            select person_id, name, role, added_at, ends_at, ydernumre, log_from, log_to,
                   false as platform
              from tenancy.member
             where clinic_id = :clinic and (ends_at is null or ends_at > :now)
            union all
            select person_id, name, 'auditor', added_at, ends_at, null, log_from, log_to, true
              from tenancy.platform_auditor where ends_at > :now
             order by name, role
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("now", now)
        .map(MemberStore::member)
        .all()
        .collectList();
  }

  /** Those of the ydernumre that the clinic never had. */
  Mono<List<String>> foreign(TenantTransaction transaction, Collection<String> ydernumre) {
    return transaction
        .sql()
        .sql(
            """
            select u.number from unnest(:numbers::text[]) u (number)
             where not exists (select 1 from tenancy.ydernummer y
                                where y.clinic_id = :clinic and y.number = u.number)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("numbers", ydernumre.toArray(String[]::new))
        .map(row -> Objects.requireNonNull(row.get("number", String.class)))
        .all()
        .collectList();
  }

  private static Member member(Readable row) {
    return new Member(
        required(row, "person_id", String.class),
        required(row, "name", String.class),
        grant(row),
        required(row, "added_at", Instant.class),
        required(row, "platform", Boolean.class));
  }

  /** A role as the columns of members and invitations keep it. */
  static Grant grant(Readable row) {
    String[] ydernumre = row.get("ydernumre", String[].class);
    return new Grant(
        ClinicRole.of(required(row, "role", String.class)).orElseThrow(),
        row.get("ends_at", Instant.class),
        new Scope(
            ydernumre == null ? null : Set.of(ydernumre),
            row.get("log_from", LocalDate.class),
            row.get("log_to", LocalDate.class)));
  }

  static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
