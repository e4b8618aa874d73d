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
 * there, but no journal data, no agreement and no audit entry. Reads only; each answer is one
 * statement, true at the moment it ran.
 */
public final class TenantDirectory {
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
   * @param countedSince machine time since which the identity provider counts the person to the
   *     clinic; null when it does not yet
   */
  public record Membership(Clinic clinic, String role, @Nullable Instant countedSince) {}

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
    return sql.sql(
            """
            select c.clinic_id, c.cvr, c.name, c.region, c.network, m.role,
                   m.in_organization_since
              from tenancy.member m join tenancy.clinic c using (clinic_id)
             where m.person_id = :person and (m.ends_at is null or m.ends_at > :at)
             order by c.name, c.clinic_id, m.role
            """)
        .bind("person", personId)
        .bind("at", at)
        .map(row ->
            new Membership(
                clinic(row), text(row, "role"), row.get("in_organization_since", Instant.class)))
        .all();
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

  private static Clinic clinic(Readable row) {
    return new Clinic(
        tenant(row),
        text(row, "cvr"),
        text(row, "name"),
        text(row, "region"),
        row.get("network", String.class));
  }

  private static TenantId tenant(Readable row) {
    return new TenantId(Objects.requireNonNull(row.get("clinic_id", UUID.class)));
  }

  private static String text(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }
}
