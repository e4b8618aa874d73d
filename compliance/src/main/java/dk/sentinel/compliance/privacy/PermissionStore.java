package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Permissions in PostgreSQL. */
final class PermissionStore {
  private static final String COLUMNS =
      "permission_id, person_id, authorisation, criteria, valid_from, valid_to, granted_by,"
          + " granted_at, ended_at";

  Mono<Void> insert(TenantTransaction transaction, Permission permission) {
    return transaction
        .sql()
        .sql(
            """
            insert into privacy.permission (clinic_id, permission_id, person_id, authorisation,
                   criteria, valid_from, valid_to, granted_by, granted_at)
            values (:clinic, :id, :person, :authorisation, :criteria, :from, :to, :by, :at)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", permission.id())
        .bind("person", permission.person())
        .bind("authorisation", permission.authorisation())
        .bind(
            "criteria",
            permission.criteria().stream()
                .map(PermissionCriterion::code)
                .sorted()
                .toArray(String[]::new))
        .bind("from", permission.from())
        .bind("to", permission.to())
        .bind("by", permission.grantedBy())
        .bind("at", permission.grantedAt())
        .then();
  }

  /** Whose it was; empty when it had ended or passed already, or never was. */
  Mono<String> end(TenantTransaction transaction, UUID id, LocalDate today, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            update privacy.permission set ended_at = :now
             where clinic_id = :clinic and permission_id = :id and ended_at is null
               and valid_to >= :today
            returning person_id
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("today", today)
        .bind("now", now)
        .map(row -> Objects.requireNonNull(row.get("person_id", String.class)))
        .one();
  }

  Flux<Permission> all(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            "select "
                + COLUMNS
                + " from privacy.permission where clinic_id = :clinic"
                + " order by granted_at desc, permission_id")
        .bind("clinic", transaction.tenant().value())
        .map(PermissionStore::permission)
        .all();
  }

  /** The permission that holds on that day, the oldest of several; empty when none does. */
  Mono<Permission> holding(TenantTransaction transaction, String person, LocalDate day) {
    return transaction
        .sql()
        .sql(
            "select "
                + COLUMNS
                + " from privacy.permission where clinic_id = :clinic and person_id = :person"
                + " and ended_at is null and :day between valid_from and valid_to"
                + " order by granted_at, permission_id limit 1")
        .bind("clinic", transaction.tenant().value())
        .bind("person", person)
        .bind("day", day)
        .map(PermissionStore::permission)
        .one();
  }

  private static Permission permission(Readable row) {
    return new Permission(
        required(row, "permission_id", UUID.class),
        required(row, "person_id", String.class),
        required(row, "authorisation", String.class),
        Arrays.stream(required(row, "criteria", String[].class))
            .flatMap(code -> PermissionCriterion.of(code).stream())
            .collect(Collectors.toUnmodifiableSet()),
        required(row, "valid_from", LocalDate.class),
        required(row, "valid_to", LocalDate.class),
        required(row, "granted_by", String.class),
        required(row, "granted_at", Instant.class),
        row.get("ended_at", Instant.class));
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
