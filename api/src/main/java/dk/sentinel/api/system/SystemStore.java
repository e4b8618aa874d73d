package dk.sentinel.api.system;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The registered practice systems in PostgreSQL. */
final class SystemStore {

  /**
   * A practice system.
   *
   * @param jwks its public keys as a JWK set; null while it has none of us
   * @param jwksUrl where the vendor publishes them; null when they were handed over
   * @param suspendedAt since when it is let in nowhere; null while it may go on
   */
  record PracticeSystem(
      String id,
      String name,
      String vendor,
      String vendorCvr,
      List<String> kinds,
      Instant registeredAt,
      @Nullable String jwks,
      @Nullable String jwksUrl,
      @Nullable Instant suspendedAt) {}

  /** Whether it was not registered before. */
  Mono<Boolean> register(TenantTransaction transaction, NewSystem system, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into tenancy.practice_system
              (system_id, name, vendor, vendor_cvr, kinds, registered_at)
            values (:id, :name, :vendor, :cvr, :kinds, :now) on conflict do nothing
            """)
        .bind("id", system.id())
        .bind("name", system.name())
        .bind("vendor", system.vendor())
        .bind("cvr", system.vendorCvr())
        .bind("kinds", system.kinds().toArray(String[]::new))
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /**
   * Suspends the system, or lets it go on when no time is given; false when it stood so already.
   * Waits for what is being stored for the system, and nothing is stored for it after this commits.
   */
  Mono<Boolean> suspend(TenantTransaction transaction, String system, @Nullable Instant at) {
    return transaction
        .sql()
        .sql("select pg_advisory_xact_lock(hashtextextended('practice-system ' || :system, 0))")
        .bind("system", system)
        .then()
        .then(
            Mono.defer(() ->
                transaction
                    .sql()
                    .sql(
                        """
                        update tenancy.practice_system set suspended_at = :at
                         where system_id = :system
                           and (suspended_at is null) is distinct from (:at is null)
                        """)
                    .bind("system", system)
                    .bind("at", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, at))
                    .fetch()
                    .rowsUpdated()))
        .map(rows -> rows == 1);
  }

  /** Writes down which keys the system has, and where they came from. */
  Mono<Void> keys(
      TenantTransaction transaction, String system, PublicKeys keys, @Nullable String url) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.practice_system set jwks = :jwks, jwks_url = :url
             where system_id = :system
            """)
        .bind("system", system)
        .bind("jwks", keys.json())
        .bind("url", Parameters.in(R2dbcType.VARCHAR, url))
        .then();
  }

  /** The system of that id; empty when there is none. */
  Mono<PracticeSystem> system(TenantTransaction transaction, String id) {
    return transaction
        .sql()
        .sql(
            """
            select system_id, name, vendor, vendor_cvr, kinds, registered_at, jwks, jwks_url,
                   suspended_at
              from tenancy.practice_system where system_id = :id
            """)
        .bind("id", id)
        .map(SystemStore::read)
        .one();
  }

  /** All of them, by name. */
  Mono<List<PracticeSystem>> all(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select system_id, name, vendor, vendor_cvr, kinds, registered_at, jwks, jwks_url,
                   suspended_at
              from tenancy.practice_system order by name, system_id
            """)
        .map(SystemStore::read)
        .all()
        .collectList();
  }

  private static PracticeSystem read(Readable row) {
    return new PracticeSystem(
        required(row, "system_id", String.class),
        required(row, "name", String.class),
        required(row, "vendor", String.class),
        required(row, "vendor_cvr", String.class),
        List.of(required(row, "kinds", String[].class)),
        required(row, "registered_at", Instant.class),
        row.get("jwks", String.class),
        row.get("jwks_url", String.class),
        row.get("suspended_at", Instant.class));
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
