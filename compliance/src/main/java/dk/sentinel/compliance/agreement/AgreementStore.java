package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Documents, intents and signatures in PostgreSQL; inserted and read, never changed. */
final class AgreementStore {
  private static final String DOCUMENT =
      "d.document_id, d.kind, d.text_id, d.version, d.language, d.sha256";

  Mono<Party> controller(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select name, cvr from tenancy.clinic")
        .map(row ->
            new Party(required(row, "name", String.class), required(row, "cvr", String.class)))
        .one();
  }

  Mono<StoredDocument> printed(
      TenantTransaction transaction, SignableText text, TextLanguage language) {
    return transaction
        .sql()
        .sql(
            "select "
                + DOCUMENT
                + " from agreement.document d where text_id = :text and language ="
                + " :language order by rendered_at limit 1")
        .bind("text", text.textId())
        .bind("language", language.tag())
        .map(AgreementStore::document)
        .one();
  }

  Mono<byte[]> bytes(TenantTransaction transaction, StoredDocument document) {
    return transaction
        .sql()
        .sql("select bytes from agreement.document where document_id = :id")
        .bind("id", document.id())
        .map(row -> required(row, "bytes", byte[].class))
        .one();
  }

  Mono<StoredDocument> printed(TenantTransaction transaction, SignableText text, Sha256 hash) {
    return transaction
        .sql()
        .sql(
            "select "
                + DOCUMENT
                + " from agreement.document d where text_id = :text and sha256 = :hash"
                + " limit 1")
        .bind("text", text.textId())
        .bind("hash", hash.bytes())
        .map(AgreementStore::document)
        .one();
  }

  Mono<StoredDocument> byHash(TenantTransaction transaction, Sha256 hash) {
    return transaction
        .sql()
        .sql("select " + DOCUMENT + " from agreement.document d where sha256 = :hash limit 1")
        .bind("hash", hash.bytes())
        .map(AgreementStore::document)
        .one();
  }

  Mono<Void> keep(
      TenantTransaction transaction, StoredDocument document, byte[] bytes, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.document
              (clinic_id, document_id, kind, text_id, version, language, sha256, bytes, rendered_at)
            values (:clinic, :id, :kind, :text, :version, :language, :sha256, :bytes, :now)
            on conflict do nothing
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", document.id())
        .bind("kind", document.kind().code())
        .bind("text", document.textId())
        .bind("version", document.version())
        .bind("language", document.language().tag())
        .bind("sha256", document.sha256().bytes())
        .bind("bytes", bytes)
        .bind("now", now)
        .then();
  }

  Mono<Void> keep(TenantTransaction transaction, SigningIntent intent) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.signing_intent
              (clinic_id, intent_id, document_id, person_id, nonce, salt, created_at,
               wall_clock_at, expires_at)
            values (:clinic, :id, :document, :person, :nonce, :salt, :created, :wall, :expires)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", intent.id())
        .bind("document", intent.document().id())
        .bind("person", intent.personId())
        .bind("nonce", intent.nonce())
        .bind("salt", intent.salt().bytes())
        .bind("created", intent.createdAt())
        .bind("wall", intent.wallClockAt())
        .bind("expires", intent.expiresAt())
        .then();
  }

  Mono<SigningIntent> intent(TenantTransaction transaction, UUID id) {
    return transaction
        .sql()
        .sql(
            "select i.*, "
                + DOCUMENT
                + " from agreement.signing_intent i"
                + " join agreement.document d using (clinic_id, document_id)"
                + " where i.intent_id = :id")
        .bind("id", id)
        .map(AgreementStore::readIntent)
        .one();
  }

  /** Whether the intent has become a signature. */
  Mono<Boolean> isUsed(TenantTransaction transaction, SigningIntent intent) {
    return transaction
        .sql()
        .sql("select exists (select from agreement.signature where intent_id = :id) as used")
        .bind("id", intent.id())
        .map(row -> required(row, "used", Boolean.class))
        .one();
  }

  /** Whether this was the first signature of its intent; the second changes nothing. */
  Mono<Boolean> keep(
      TenantTransaction transaction, UUID signatureId, SigningAttempt attempt, String evidence) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.signature
              (clinic_id, signature_id, intent_id, document_id, person_id, signer_name, level,
               auth_time, evidence, signed_at, completes, power_id)
            values (:clinic, :id, :intent, :document, :person, :name, :level, :auth, :evidence,
                    :now, :completes, :power)
            on conflict do nothing
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", signatureId)
        .bind("intent", attempt.intent().id())
        .bind("document", attempt.intent().document().id())
        .bind("person", attempt.signIn().personId())
        .bind("name", attempt.signIn().name())
        .bind("level", attempt.signIn().level().uri())
        .bind("auth", attempt.signIn().authTime())
        .bind("evidence", Json.of(evidence))
        .bind("now", attempt.now())
        .bind("completes", attempt.completes())
        .bind("power", power(attempt))
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  private static Parameter power(SigningAttempt attempt) {
    @Nullable UUID power = attempt.isByMandate() ? attempt.mandate().power() : null;
    return power == null ? Parameters.in(UUID.class) : Parameters.in(power);
  }

  Mono<AgreementInForce> inForce(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select s.signature_id, s.signed_at, s.signer_name, s.level, d.version, d.sha256,
                   s.evidence->'firstSignature'->>'name' as first
              from agreement.signature s
              join agreement.document d using (clinic_id, document_id)
             where s.completes and d.kind = 'agreement'
             order by d.version desc, s.signed_at limit 1
            """)
        .map(AgreementStore::readInForce)
        .one();
  }

  private static AgreementInForce readInForce(Readable row) {
    return new AgreementInForce(
        required(row, "signature_id", UUID.class),
        required(row, "version", Integer.class),
        Sha256.ofBytes(required(row, "sha256", byte[].class)),
        required(row, "signed_at", Instant.class),
        required(row, "signer_name", String.class),
        row.get("first", String.class),
        required(row, "level", String.class));
  }

  private static SigningIntent readIntent(Readable row) {
    return new SigningIntent(
        required(row, "intent_id", UUID.class),
        document(row),
        required(row, "person_id", String.class),
        required(row, "nonce", String.class),
        Sha256.ofBytes(required(row, "salt", byte[].class)),
        required(row, "created_at", Instant.class),
        required(row, "wall_clock_at", Instant.class),
        required(row, "expires_at", Instant.class));
  }

  private static StoredDocument document(Readable row) {
    return new StoredDocument(
        required(row, "document_id", UUID.class),
        DocumentKind.of(required(row, "kind", String.class)),
        required(row, "text_id", UUID.class),
        required(row, "version", Integer.class),
        TextLanguage.of(required(row, "language", String.class)).orElseThrow(),
        Sha256.ofBytes(required(row, "sha256", byte[].class)));
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
