package dk.sentinel.api.clinic;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.people.Members;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Clinics and their ydernumre in PostgreSQL. */
final class ClinicStore {
  /** A clinic as its own people see it. */
  record Clinic(UUID clinicId, String cvr, String name, String region, @Nullable String network) {}

  /** Fails with a duplicate when the CVR number or a ydernummer is taken: then nothing is kept. */
  Mono<Void> create(
      TenantTransaction transaction, NewClinic clinic, Caller.Person owner, Instant now) {
    return insertClinic(transaction, clinic, owner.cvr(), now)
        .thenMany(Flux.fromIterable(clinic.ydernumre()))
        .concatMap(ydernummer -> add(transaction, ydernummer))
        .then(Mono.defer(() -> Members.firstOwner(transaction, owner.id(), owner.name(), now)))
        .then();
  }

  private static Mono<Void> insertClinic(
      TenantTransaction transaction, NewClinic clinic, String cvr, Instant now) {
    UUID id = transaction.tenant().value();
    return transaction
        .sql()
        .sql("insert into tenancy.registration (cvr, clinic_id) values (:cvr, :clinic)")
        .bind("cvr", cvr)
        .bind("clinic", id)
        .then()
        .then(
            Mono.defer(() ->
                transaction
                    .sql()
                    .sql(
                        """
                        insert into tenancy.clinic
                          (clinic_id, cvr, name, region, network, created_at)
                        values (:clinic, :cvr, :name, :region, :network, :now)
                        """)
                    .bind("clinic", id)
                    .bind("cvr", cvr)
                    .bind("name", clinic.name())
                    .bind("region", clinic.region())
                    .bind(
                        "network", Parameters.in(R2dbcType.VARCHAR, clinic.network().orElse(null)))
                    .bind("now", now)
                    .then()))
        .then(
            Mono.defer(() ->
                transaction
                    .sql()
                    .sql("insert into tenancy.organization (clinic_id) values (:clinic)")
                    .bind("clinic", id)
                    .then()));
  }

  /** Fails with a duplicate when another clinic, or this one, holds it on any of the days. */
  Mono<Void> add(TenantTransaction transaction, Ydernummer ydernummer) {
    return bound(
            transaction,
            ydernummer,
            """
            insert into tenancy.ydernummer_holder (clinic_id, number, valid_from, valid_to)
            values (:clinic, :number, :from, :to)
            """)
        .then()
        .then(
            Mono.defer(() ->
                bound(
                        transaction,
                        ydernummer,
                        """
                        insert into tenancy.ydernummer
                          (clinic_id, number, valid_from, valid_to, speciality, region)
                        values (:clinic, :number, :from, :to, :speciality, :region)
                        """)
                    .bind("speciality", ydernummer.speciality())
                    .bind("region", ydernummer.region())
                    .then()));
  }

  private static DatabaseClient.GenericExecuteSpec bound(
      TenantTransaction transaction, Ydernummer ydernummer, String statement) {
    return transaction
        .sql()
        .sql(statement)
        .bind("clinic", transaction.tenant().value())
        .bind("number", ydernummer.number())
        .bind("from", ydernummer.validFrom())
        .bind("to", Parameters.in(R2dbcType.DATE, ydernummer.validTo()));
  }

  /**
   * Sets the last day on which the clinic holds the ydernummer; false when it holds none from that
   * first day. Fails with a duplicate when the period would reach into another holding.
   */
  Mono<Boolean> end(
      TenantTransaction transaction, String number, LocalDate from, @Nullable LocalDate to) {
    return end(transaction, "tenancy.ydernummer_holder", number, from, to)
        .flatMap(held ->
            held ? end(transaction, "tenancy.ydernummer", number, from, to) : Mono.just(false));
  }

  private static Mono<Boolean> end(
      TenantTransaction transaction,
      String table,
      String number,
      LocalDate from,
      @Nullable LocalDate to) {
    return transaction
        .sql()
        .sql(
            "update "
                + table
                + " set valid_to = :to"
                + " where clinic_id = :clinic and number = :number and valid_from = :from")
        .bind("clinic", transaction.tenant().value())
        .bind("number", number)
        .bind("from", from)
        .bind("to", Parameters.in(R2dbcType.DATE, to))
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  Mono<Clinic> clinic(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select clinic_id, cvr, name, region, network from tenancy.clinic")
        .map(row ->
            new Clinic(
                required(row, "clinic_id", UUID.class),
                required(row, "cvr", String.class),
                required(row, "name", String.class),
                required(row, "region", String.class),
                row.get("network", String.class)))
        .one();
  }

  /** The names of those who are owners now, each once. */
  Mono<List<String>> owners(TenantTransaction transaction, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            select distinct name from tenancy.member
             where role = 'owner' and (ends_at is null or ends_at > :now) order by name
            """)
        .bind("now", now)
        .map(row -> required(row, "name", String.class))
        .all()
        .collectList();
  }

  Mono<List<Ydernummer>> ydernumre(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            "select number, speciality, region, valid_from, valid_to from tenancy.ydernummer"
                + " order by number, valid_from")
        .map(row ->
            new Ydernummer(
                required(row, "number", String.class),
                required(row, "speciality", String.class),
                required(row, "region", String.class),
                required(row, "valid_from", LocalDate.class),
                row.get("valid_to", LocalDate.class)))
        .all()
        .collectList();
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
