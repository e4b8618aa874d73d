package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out which clinic a person, a CVR number, a practice system or a ydernummer belongs to,
 * before a transaction can be bound to that clinic.
 *
 * <p>Works under the role {@code sentinel_directory}, which reads who the clinics are and who works
 * there, but no journal data, no agreement and no audit entry; of powers of attorney only whose
 * they are. Reads only; each answer is one statement, true at the moment it ran. What waits to be
 * done in the clinics, {@link WaitingWork} knows.
 */
public final class TenantDirectory {
  /** Roles in clinics, and in every clinic those of an auditor of the whole platform. */
  private static final String MEMBERSHIPS =
      """
      select c.clinic_id, c.cvr, c.name, c.region, c.network, m.role, m.ydernumre, m.log_from,
             m.log_to, m.in_organization_since, %1$s
        from tenancy.member m join tenancy.clinic c using (clinic_id)
       where m.person_id = :person and (m.ends_at is null or m.ends_at > :at)
      union all
      select c.clinic_id, c.cvr, c.name, c.region, c.network, 'auditor', null, a.log_from, a.log_to,
             null, %1$s
        from tenancy.platform_auditor a cross join tenancy.clinic c
       where a.person_id = :person and a.ends_at > :at
         and not exists (
           select 1 from tenancy.member m
            where m.clinic_id = c.clinic_id and m.person_id = a.person_id and m.role = 'auditor'
              and (m.ends_at is null or m.ends_at > :at))
      """
          .formatted(
              "exists (select 1 from ending.termination_event e where e.clinic_id = c.clinic_id"
                  + " and e.kind = 'deletion-begun') as ended");

  private final DatabaseClient sql;

  /**
   * Reads on connections of the directory role.
   *
   * @param connections logs in as {@code sentinel_directory}
   */
  public TenantDirectory(ConnectionFactory connections) {
    this.sql = DatabaseClient.create(connections);
  }

  /**
   * A role that a person has in a clinic.
   *
   * @param clinic the clinic
   * @param role owner, physiotherapist, secretary or auditor
   * @param scope how far the person reaches in it
   * @param countedSince machine time since which the identity provider counts the person to the
   *     clinic; null when it does not yet
   * @param ended whether the clinic's agreement has ended and its data are being deleted or gone
   */
  public record Membership(
      Clinic clinic, String role, Scope scope, @Nullable Instant countedSince, boolean ended) {}

  /**
   * A clinic as the directory knows it.
   *
   * @param id its internal id
   * @param cvr its CVR number, eight digits
   * @param name its name
   * @param region ISO 3166-2 code of its region, DK-81 to DK-85
   * @param network its quality network; null when it is in none
   */
  public record Clinic(
      TenantId id, String cvr, String name, String region, @Nullable String network) {}

  /** Every role that the person has at a moment, in every clinic; empty for a stranger. */
  public Flux<Membership> membershipsOf(String personId, Instant at) {
    return memberships(sql.sql(MEMBERSHIPS + " order by name, clinic_id, role"), personId, at);
  }

  /** The roles that the person has at a moment in one clinic; empty for a stranger there. */
  public Flux<Membership> membershipsOf(String personId, TenantId clinic, Instant at) {
    return memberships(
        sql.sql("select * from (" + MEMBERSHIPS + ") m where m.clinic_id = :clinic")
            .bind("clinic", clinic.value()),
        personId,
        at);
  }

  private static Flux<Membership> memberships(
      DatabaseClient.GenericExecuteSpec statement, String personId, Instant at) {
    return statement
        .bind("person", personId)
        .bind("at", at)
        .map(row ->
            new Membership(
                DirectoryRow.clinic(row),
                DirectoryRow.text(row, "role"),
                scope(row),
                row.get("in_organization_since", Instant.class),
                Boolean.TRUE.equals(row.get("ended", Boolean.class))))
        .all();
  }

  /**
   * A role as auditor.
   *
   * @param person the persistent professional id
   * @param name the person's name
   * @param clinic where; null for the whole platform
   * @param clinicName its name; null for the whole platform
   * @param endsAt from when on they no longer have it; null when no end is set
   * @param scope the days of the log
   */
  public record Auditor(
      String person,
      String name,
      @Nullable TenantId clinic,
      @Nullable String clinicName,
      @Nullable Instant endsAt,
      Scope scope) {}

  /** Everybody who audits something at a moment, by name. For the operator. */
  public Flux<Auditor> auditorsAt(Instant at) {
    return sql.sql(
            """
            select m.person_id, m.name, c.clinic_id, c.name as clinic, m.ends_at,
                   null::text[] as ydernumre, m.log_from, m.log_to
              from tenancy.member m join tenancy.clinic c using (clinic_id)
             where m.role = 'auditor' and (m.ends_at is null or m.ends_at > :at)
            union all
            select person_id, name, null, null, ends_at, null, log_from, log_to
              from tenancy.platform_auditor where ends_at > :at
             order by name, person_id, clinic nulls first
            """)
        .bind("at", at)
        .map(row -> {
          UUID clinic = row.get("clinic_id", UUID.class);
          return new Auditor(
              DirectoryRow.text(row, "person_id"),
              DirectoryRow.text(row, "name"),
              clinic == null ? null : new TenantId(clinic),
              row.get("clinic", String.class),
              row.get("ends_at", Instant.class),
              scope(row));
        })
        .all();
  }

  /**
   * Where an invitation is.
   *
   * @param clinic whose it is
   * @param invitation its id there
   */
  public record InvitationPlace(TenantId clinic, UUID invitation) {}

  /** The invitation whose secret has this hash; empty when none has. */
  public Mono<InvitationPlace> invitation(byte[] secretHash) {
    return sql.sql(
            "select clinic_id, invitation_id from tenancy.invitation where secret_hash = :hash")
        .bind("hash", secretHash)
        .map(row ->
            new InvitationPlace(DirectoryRow.tenant(row), DirectoryRow.id(row, "invitation_id")))
        .one();
  }

  /** The clinic that the CVR number stands for; empty when none is registered. */
  public Mono<TenantId> clinicOfCvr(String cvr) {
    return sql.sql("select clinic_id from tenancy.registration where cvr = :cvr")
        .bind("cvr", cvr)
        .map(DirectoryRow::tenant)
        .one();
  }

  /**
   * The clinic that held the ydernummer on that day; empty when nobody did.
   *
   * @param ydernummer six digits
   * @param day a calendar day in Denmark; first and last day of a holding are part of it
   */
  public Mono<TenantId> holderOf(String ydernummer, LocalDate day) {
    return sql.sql(
            """
            select clinic_id from tenancy.ydernummer_holder
             where number = :number and valid_from <= :day
               and (valid_to is null or valid_to >= :day)
             order by valid_from desc limit 1
            """)
        .bind("number", ydernummer)
        .bind("day", day)
        .map(DirectoryRow::tenant)
        .one();
  }

  /**
   * The clinic that holds the ydernummer on any day of a period; empty when nobody does.
   *
   * @param ydernummer six digits
   * @param from the period's first day
   * @param to its last day; null when no end is known
   */
  public Mono<TenantId> holderWithin(String ydernummer, LocalDate from, @Nullable LocalDate to) {
    return sql.sql(
            """
            select clinic_id from tenancy.ydernummer_holder
             where number = :number
               and daterange(valid_from, valid_to, '[]') && daterange(:from, :to, '[]')
             order by valid_from limit 1
            """)
        .bind("number", ydernummer)
        .bind("from", from)
        .bind("to", Parameters.in(R2dbcType.DATE, to))
        .map(DirectoryRow::tenant)
        .one();
  }

  /**
   * Whether the practice system ever asked to send for the clinic's ydernummer. Whether it may is
   * the first gate's business.
   */
  public Mono<Boolean> hasAsked(TenantId clinic, String systemId, String ydernummer) {
    return sql.sql(
            """
            select true as asked from tenancy.activation_event
             where clinic_id = :clinic and system_id = :system and ydernummer = :number limit 1
            """)
        .bind("clinic", clinic.value())
        .bind("system", systemId)
        .bind("number", ydernummer)
        .map(row -> Boolean.TRUE.equals(row.get("asked", Boolean.class)))
        .one()
        .defaultIfEmpty(false);
  }

  /**
   * A practice system as it was registered.
   *
   * @param id its client id
   * @param kinds the FHIR resource types that it may send
   * @param suspended whether the operator has suspended it
   */
  public record PracticeSystem(String id, Set<String> kinds, boolean suspended) {
    /** Keeps its own copy of the kinds. */
    public PracticeSystem {
      kinds = Set.copyOf(kinds);
    }
  }

  /** The practice system of that client id; empty when none is registered. */
  public Mono<PracticeSystem> practiceSystem(String id) {
    return sql.sql(
            """
            select system_id, kinds, suspended_at is not null as suspended
              from tenancy.practice_system where system_id = :id
            """)
        .bind("id", id)
        .map(row ->
            new PracticeSystem(
                DirectoryRow.text(row, "system_id"),
                Set.of(Objects.requireNonNull(row.get("kinds", String[].class))),
                Boolean.TRUE.equals(row.get("suspended", Boolean.class))))
        .one();
  }

  /** Every clinic, by name. For the operator's list; says nothing about their data. */
  public Flux<Clinic> allClinics() {
    return sql.sql(
            "select clinic_id, cvr, name, region, network from tenancy.clinic order by name, cvr")
        .map(DirectoryRow::clinic)
        .all();
  }

  /** The clinic whose power of attorney has this id; empty when there is none. */
  public Mono<TenantId> ownerOfPower(UUID power) {
    return sql.sql("select clinic_id from agreement.power_of_attorney where power_id = :id")
        .bind("id", power)
        .map(DirectoryRow::tenant)
        .one();
  }

  private static Scope scope(Readable row) {
    String[] ydernumre = row.get("ydernumre", String[].class);
    return new Scope(
        ydernumre == null ? null : Set.of(ydernumre),
        row.get("log_from", LocalDate.class),
        row.get("log_to", LocalDate.class));
  }
}
