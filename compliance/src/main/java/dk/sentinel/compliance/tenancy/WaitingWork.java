package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/**
 * Finds out in which clinics something waits to be done, before a transaction can be bound to one
 * of them: what to do is read there.
 *
 * <p>Works under the role {@code sentinel_directory}, as {@link TenantDirectory} does. Reads only;
 * each answer is one statement, true at the moment it ran.
 */
public final class WaitingWork {
  private final DatabaseClient sql;

  /**
   * Reads on connections of the directory role.
   *
   * @param connections logs in as {@code sentinel_directory}
   */
  public WaitingWork(ConnectionFactory connections) {
    this.sql = DatabaseClient.create(connections);
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
        .map(DirectoryRow::tenant)
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
        .map(row -> new Unsealed(DirectoryRow.tenant(row), DirectoryRow.id(row, "signature_id")))
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
      TenantDirectory.Clinic clinic,
      UUID power,
      Instant uploadedAt,
      LocalDate until,
      Set<String> approvedBy) {
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
                DirectoryRow.clinic(row),
                DirectoryRow.id(row, "power_id"),
                Objects.requireNonNull(row.get("uploaded_at", Instant.class)),
                Objects.requireNonNull(row.get("until", LocalDate.class)),
                Set.of(Objects.requireNonNull(row.get("approved", String[].class)))))
        .all();
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
        .map(DirectoryRow::tenant)
        .all();
  }
}
