package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Versions of the agreement and the register of sub-processors in PostgreSQL. */
final class VersionStore {
  private static final String VERSION =
      """
      select t.template_id, t.version, t.days, t.content, t.sha256, t.imported_at, p.asks,
             p.published_at, p.takes_effect, p.signer_name
        from agreement.template t left join agreement.publication p using (template_id, version)
      """;

  /** Makes those who bring or publish a version follow each other; ends with the transaction. */
  Mono<Void> oneAtATime(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select pg_advisory_xact_lock(hashtextextended('agreement versions', 0))")
        .then();
  }

  Flux<AgreementVersion> published(TenantTransaction transaction) {
    return read(transaction, VERSION + " where p.version is not null order by t.version desc");
  }

  /** The version that clinics are offered; empty before the first is published. */
  Mono<AgreementVersion> offered(TenantTransaction transaction) {
    return read(
            transaction, VERSION + " where p.version is not null order by t.version desc limit 1")
        .next();
  }

  /** What was brought last, unless it or a later number is published. */
  Mono<AgreementVersion> draft(TenantTransaction transaction) {
    return read(
            transaction,
            VERSION
                + " where t.version > (select coalesce(max(version), 0) from agreement.publication)"
                + " order by t.version desc, t.imported_at desc, t.template_id limit 1")
        .next();
  }

  /** What was published after a version, the newest first, without the texts. */
  Flux<Standpoint.Newer> newerThan(TenantTransaction transaction, int signed) {
    return transaction
        .sql()
        .sql(
            """
            select version, asks, takes_effect from agreement.publication
             where version > :signed order by version desc
            """)
        .bind("signed", signed)
        .map(row ->
            new Standpoint.Newer(
                required(row, "version", Integer.class),
                Asks.of(required(row, "asks", String.class)),
                required(row, "takes_effect", Instant.class)))
        .all();
  }

  private static Flux<AgreementVersion> read(TenantTransaction transaction, String select) {
    return transaction.sql().sql(select).map(VersionStore::version).all();
  }

  Mono<Void> keep(TenantTransaction transaction, AgreementVersion draft, String by) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.template
              (template_id, version, days, content, sha256, imported_at, imported_by)
            values (:id, :version, :days, :content, :sha256, :at, :by)
            """)
        .bind("id", draft.templateId())
        .bind("version", draft.number())
        .bind("days", draft.days())
        .bind("content", draft.template().json())
        .bind("sha256", draft.sha256().bytes())
        .bind("at", draft.broughtAt())
        .bind("by", by)
        .then();
  }

  /** Whether this published the version; false when it had been published. */
  Mono<Boolean> publish(
      TenantTransaction transaction,
      AgreementVersion draft,
      AgreementVersion.Publication publication,
      String evidence) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.publication
              (version, template_id, asks, published_at, takes_effect, signer_name, evidence)
            values (:version, :template, :asks, :at, :effect, :signer, :evidence)
            on conflict do nothing
            """)
        .bind("version", draft.number())
        .bind("template", draft.templateId())
        .bind("asks", publication.asks().code())
        .bind("at", publication.at())
        .bind("effect", publication.takesEffect())
        .bind("signer", publication.signer())
        .bind("evidence", Json.of(evidence))
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  Flux<SubProcessor> subProcessors(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select * from agreement.sub_processor order by added_at, name, sub_processor_id")
        .map(VersionStore::subProcessor)
        .all();
  }

  Mono<Void> keep(TenantTransaction transaction, SubProcessor added, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.sub_processor
              (sub_processor_id, name, company_number, address, processing_da, processing_en, place,
               transfer_basis, agreement_from, added_at)
            values (:id, :name, :number, :address, :da, :en, :place, :basis, :from, :now)
            """)
        .bind("id", added.id())
        .bind("name", added.name())
        .bind("number", added.companyNumber())
        .bind("address", added.address())
        .bind("da", added.processingDa())
        .bind("en", added.processingEn())
        .bind("place", added.place())
        .bind("basis", added.transferBasis().code())
        .bind("from", added.agreementFrom())
        .bind("now", now)
        .then();
  }

  /** Whether there was one to end. */
  Mono<Boolean> end(TenantTransaction transaction, UUID id, Instant now) {
    return changed(
        transaction,
        id,
        "update agreement.sub_processor set ended_at = :now"
            + " where sub_processor_id = :id and ended_at is null",
        now);
  }

  /** Whether there was one to review; the day is a Danish one. */
  Mono<Boolean> reviewed(TenantTransaction transaction, UUID id, Instant now) {
    return changed(
        transaction,
        id,
        "update agreement.sub_processor"
            + " set reviewed_on = (:now at time zone 'Europe/Copenhagen')::date"
            + " where sub_processor_id = :id and ended_at is null",
        now);
  }

  private static Mono<Boolean> changed(
      TenantTransaction transaction, UUID id, String update, Instant now) {
    return transaction
        .sql()
        .sql(update)
        .bind("id", id)
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  private static AgreementVersion version(Readable row) {
    String content = required(row, "content", String.class);
    Sha256 kept = Sha256.ofBytes(required(row, "sha256", byte[].class));
    if (!Sha256.of(content.getBytes(StandardCharsets.UTF_8)).equals(kept)) {
      throw new IllegalStateException("a text of the agreement is not what was brought");
    }
    @Nullable Instant at = row.get("published_at", Instant.class);
    return new AgreementVersion(
        required(row, "version", Integer.class),
        required(row, "template_id", UUID.class),
        kept,
        required(row, "days", Integer.class),
        required(row, "imported_at", Instant.class),
        TemplateFormat.kept(content),
        at == null
            ? null
            : new AgreementVersion.Publication(
                Asks.of(required(row, "asks", String.class)),
                at,
                required(row, "takes_effect", Instant.class),
                required(row, "signer_name", String.class)));
  }

  private static SubProcessor subProcessor(Readable row) {
    return new SubProcessor(
        required(row, "sub_processor_id", UUID.class),
        required(row, "name", String.class),
        required(row, "company_number", String.class),
        required(row, "address", String.class),
        required(row, "processing_da", String.class),
        required(row, "processing_en", String.class),
        required(row, "place", String.class),
        SubProcessor.TransferBasis.of(required(row, "transfer_basis", String.class)).orElseThrow(),
        required(row, "agreement_from", LocalDate.class),
        row.get("reviewed_on", LocalDate.class),
        row.get("ended_at", Instant.class));
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
