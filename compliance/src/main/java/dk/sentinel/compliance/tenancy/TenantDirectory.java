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
 * there, but no journal data, no agreement and no audit entry; of signatures only which ones wait
 * for a seal, of powers of attorney only which ones wait for a decision. Reads only; each answer is
 * one statement, true at the moment it ran.
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
                clinic(row),
                text(row, "role"),
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
              text(row, "person_id"),
              text(row, "name"),
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
            new InvitationPlace(
                tenant(row), Objects.requireNonNull(row.get("invitation_id", UUID.class))))
        .one();
  }

  /** The clinic that the CVR number stands for; empty when none is registered. */
  public Mono<TenantId> clinicOfCvr(String cvr) {
    return sql.sql("select clinic_id from tenancy.registration where cvr = :cvr")
        .bind("cvr", cvr)
        .map(TenantDirectory::tenant)
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
        .map(TenantDirectory::tenant)
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
        .map(TenantDirectory::tenant)
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
                text(row, "system_id"),
                Set.of(Objects.requireNonNull(row.get("kinds", String[].class))),
                Boolean.TRUE.equals(row.get("suspended", Boolean.class))))
        .one();
  }

  /** Every clinic, by name. For the operator's list; says nothing about their data. */
  public Flux<Clinic> allClinics() {
    return sql.sql(
            "select clinic_id, cvr, name, region, network from tenancy.clinic order by name, cvr")
        .map(TenantDirectory::clinic)
        .all();
  }

  /**
   * Clinics whose organization in Keycloak has something left to do and whose next try is due, the
   * longest waiting first; at most a hundred.
   */
  public Flux<TenantId> organizationsToFollow() {
    return sql.sql(
            """
            select o.clinic_id from tenancy.organization o
             where (o.done < o.wish and o.next_try <= now())
             order by o.wished_at limit 100
            """)
        .map(TenantDirectory::tenant)
        .all();
  }

  /**
   * A signature that waits for its seal.
   *
   * @param clinic whose it is
   * @param signature its id there
   */
  public record Unsealed(TenantId clinic, UUID signature) {}

  /** Signatures whose seal is due now, the longest waiting first; at most fifty. */
  public Flux<Unsealed> signaturesToSeal() {
    return sql.sql(
            """
            select clinic_id, signature_id from agreement.sealing
             where not done and next_try <= now() order by next_try limit 50
            """)
        .map(row ->
            new Unsealed(tenant(row), Objects.requireNonNull(row.get("signature_id", UUID.class))))
        .all();
  }

  /**
   * A power of attorney that waits for the operator's people.
   *
   * @param clinic whose it is
   * @param power its id there
   * @param uploadedAt when, business time
   * @param until the last day for which it holds
   * @param approvedBy professional ids of those who have approved it
   */
  public record WaitingPower(
      Clinic clinic, UUID power, Instant uploadedAt, LocalDate until, Set<String> approvedBy) {
    /** Keeps its own copy of the ids. */
    public WaitingPower {
      approvedBy = Set.copyOf(approvedBy);
    }
  }

  /** Powers of attorney on which nobody has decided, the longest waiting first; at most 200. */
  public Flux<WaitingPower> powersWaiting(LocalDate today) {
    return sql.sql(
            """
            select c.clinic_id, c.cvr, c.name, c.region, c.network, p.power_id, p.uploaded_at,
                   p.until, array(select s.person_id from agreement.power_step s
                                   where s.clinic_id = p.clinic_id and s.power_id = p.power_id
                                     and s.kind = 'approved') as approved
              from agreement.power_of_attorney p join tenancy.clinic c using (clinic_id)
             where p.until >= :today
               and 2 > (select count(*) from agreement.power_step s
                         where s.clinic_id = p.clinic_id and s.power_id = p.power_id
                           and s.kind = 'approved')
               and not exists (select from agreement.power_step s
                                where s.clinic_id = p.clinic_id and s.power_id = p.power_id
                                  and s.kind <> 'approved')
             order by p.uploaded_at, p.power_id limit 200
            """)
        .bind("today", today)
        .map(row ->
            new WaitingPower(
                clinic(row),
                Objects.requireNonNull(row.get("power_id", UUID.class)),
                Objects.requireNonNull(row.get("uploaded_at", Instant.class)),
                Objects.requireNonNull(row.get("until", LocalDate.class)),
                Set.of(Objects.requireNonNull(row.get("approved", String[].class)))))
        .all();
  }

  /** The clinic whose power of attorney has this id; empty when there is none. */
  public Mono<TenantId> ownerOfPower(UUID power) {
    return sql.sql("select clinic_id from agreement.power_of_attorney where power_id = :id")
        .bind("id", power)
        .map(TenantDirectory::tenant)
        .one();
  }

  /**
   * Clinics of which something must be deleted: their agreement was terminated and the days are
   * over, or their deletion has begun and not ended; at most a hundred.
   */
  public Flux<TenantId> deletionsDue(Instant now) {
    return sql.sql(
            """
            select clinic_id from (
              select distinct on (clinic_id) clinic_id, kind, delete_from
                from ending.termination_event order by clinic_id, step desc) last
             where kind = 'deletion-begun' or (kind = 'terminated' and delete_from <= :now)
             limit 100
            """)
        .bind("now", now)
        .map(TenantDirectory::tenant)
        .all();
  }

  private static Clinic clinic(Readable row) {
    return new Clinic(
        tenant(row),
        text(row, "cvr"),
        text(row, "name"),
        text(row, "region"),
        row.get("network", String.class));
  }

  private static Scope scope(Readable row) {
    String[] ydernumre = row.get("ydernumre", String[].class);
    return new Scope(
        ydernumre == null ? null : Set.of(ydernumre),
        row.get("log_from", LocalDate.class),
        row.get("log_to", LocalDate.class));
  }

  private static TenantId tenant(Readable row) {
    return new TenantId(Objects.requireNonNull(row.get("clinic_id", UUID.class)));
  }

  private static String text(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }
}
