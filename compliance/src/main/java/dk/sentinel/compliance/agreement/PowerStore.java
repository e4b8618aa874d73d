package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Powers of attorney in PostgreSQL; inserted and read, never changed. */
final class PowerStore {
  /** The clinic's, the newest first: few, each with whom it names and what happened to it. */
  Flux<PowerOfAttorney> all(TenantTransaction transaction) {
    Mono<List<Named>> names =
        transaction
            .sql()
            .sql("select power_id, person_id, name from agreement.power_holder order by name")
            .map(row ->
                new Named(
                    id(row), new PowerOfAttorney.Holder(text(row, "person_id"), text(row, "name"))))
            .all()
            .collectList();
    Mono<List<Happened>> steps =
        transaction
            .sql()
            .sql(
                """
                select power_id, kind, person_id, person_name, signers, reason, at
                  from agreement.power_step order by at, kind
                """)
            .map(row -> new Happened(id(row), step(row)))
            .all()
            .collectList();
    return names
        .zipWhen(all -> steps)
        .flatMapMany(both ->
            transaction
                .sql()
                .sql(
                    """
                    select power_id, sha256, octet_length(bytes) as size, until, uploaded_name,
                           uploaded_at
                      from agreement.power_of_attorney order by uploaded_at desc, power_id
                    """)
                .map(row -> read(row, both.getT1(), both.getT2()))
                .all());
  }

  private record Named(UUID power, PowerOfAttorney.Holder holder) {}

  private record Happened(UUID power, PowerOfAttorney.Step step) {}

  private static PowerOfAttorney read(Readable row, List<Named> named, List<Happened> happened) {
    UUID id = id(row);
    return new PowerOfAttorney(
        id,
        Sha256.ofBytes(required(row, "sha256", byte[].class)),
        required(row, "size", Integer.class),
        named.stream().filter(one -> one.power.equals(id)).map(Named::holder).toList(),
        required(row, "until", LocalDate.class),
        text(row, "uploaded_name"),
        required(row, "uploaded_at", Instant.class),
        happened.stream().filter(one -> one.power.equals(id)).map(Happened::step).toList());
  }

  private static PowerOfAttorney.Step step(Readable row) {
    @Nullable String reason = row.get("reason", String.class);
    return new PowerOfAttorney.Step(
        constant(PowerOfAttorney.Kind.class, text(row, "kind")),
        text(row, "person_id"),
        text(row, "person_name"),
        row.get("signers", Integer.class),
        reason == null ? null : constant(PowerOfAttorney.Reason.class, reason),
        required(row, "at", Instant.class));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String code) {
    return Enum.valueOf(type, code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Those of the people who are owners of the clinic now. */
  Flux<PowerOfAttorney.Holder> owners(
      TenantTransaction transaction, List<String> people, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            select person_id, name from tenancy.member
             where role = 'owner' and person_id = any (:people)
               and (ends_at is null or ends_at > :now)
             order by name, person_id
            """)
        .bind("people", people.toArray(String[]::new))
        .bind("now", now)
        .map(row -> new PowerOfAttorney.Holder(text(row, "person_id"), text(row, "name")))
        .all();
  }

  Mono<Void> keep(TenantTransaction transaction, PowerOfAttorney power, byte[] file) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.power_of_attorney
              (clinic_id, power_id, bytes, sha256, until, uploaded_by, uploaded_name, uploaded_at)
            values (:clinic, :id, :bytes, :sha256, :until, :person, :name, :now)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", power.id())
        .bind("bytes", file)
        .bind("sha256", power.sha256().bytes())
        .bind("until", power.until())
        .bind("person", transaction.act().actor().id())
        .bind("name", power.by())
        .bind("now", power.at())
        .then()
        .thenMany(Flux.fromIterable(power.holders()))
        .concatMap(holder -> keep(transaction, power.id(), holder))
        .then();
  }

  private static Mono<Void> keep(
      TenantTransaction transaction, UUID id, PowerOfAttorney.Holder holder) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.power_holder (clinic_id, power_id, person_id, name)
            values (:clinic, :id, :person, :name)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("person", holder.personId())
        .bind("name", holder.name())
        .then();
  }

  Mono<Void> keep(TenantTransaction transaction, UUID id, PowerOfAttorney.Step step) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.power_step
              (clinic_id, power_id, kind, person_id, person_name, signers, reason, at)
            values (:clinic, :id, :kind, :person, :name, :signers, :reason, :at)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("kind", PowersOfAttorney.code(step.kind()))
        .bind("person", step.personId())
        .bind("name", step.person())
        .bind("signers", Parameters.in(R2dbcType.INTEGER, step.signers()))
        .bind(
            "reason",
            Parameters.in(
                R2dbcType.VARCHAR,
                step.reason() == null ? null : PowersOfAttorney.code(step.reason())))
        .bind("at", step.at())
        .then();
  }

  Mono<byte[]> bytes(TenantTransaction transaction, UUID id) {
    return transaction
        .sql()
        .sql("select bytes from agreement.power_of_attorney where power_id = :id")
        .bind("id", id)
        .map(row -> required(row, "bytes", byte[].class))
        .one();
  }

  /** Signatures under a power that wait for another on the same bytes, the oldest first. */
  Flux<Mandate.Pending> pending(TenantTransaction transaction, UUID power) {
    return transaction
        .sql()
        .sql(
            """
            select s.signature_id, s.person_id, s.signer_name, d.text_id, s.document_id,
                   sha256(convert_to(s.evidence->>'idToken', 'UTF8')) as id_token, s.signed_at
              from agreement.signature s
              join agreement.document d using (clinic_id, document_id)
             where s.power_id = :power and not s.completes
               and not exists (
                 select from agreement.signature c join agreement.document e
                     using (clinic_id, document_id)
                  where c.completes and e.text_id = d.text_id and c.signed_at >= s.signed_at)
             order by s.signed_at
            """)
        .bind("power", power)
        .map(row ->
            new Mandate.Pending(
                required(row, "signature_id", UUID.class),
                text(row, "person_id"),
                text(row, "signer_name"),
                required(row, "text_id", UUID.class),
                required(row, "document_id", UUID.class),
                Sha256.ofBytes(required(row, "id_token", byte[].class)),
                required(row, "signed_at", Instant.class)))
        .all();
  }

  private static UUID id(Readable row) {
    return required(row, "power_id", UUID.class);
  }

  private static String text(Readable row, String column) {
    return required(row, column, String.class);
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
