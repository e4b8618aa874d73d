package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Keeps the sealed certificates of a clinic's deletion. Append-only. */
final class CertificateStore {
  Mono<byte[]> sealed(TenantTransaction transaction, TextLanguage language) {
    return transaction
        .sql()
        .sql("select bytes from ending.certificate where language = :language")
        .bind("language", language.tag())
        .map(row -> Objects.requireNonNull(row.get("bytes", byte[].class)))
        .one();
  }

  Mono<Void> keep(TenantTransaction transaction, TextLanguage language, byte[] sealed, Instant at) {
    return transaction
        .sql()
        .sql(
            "insert into ending.certificate (clinic_id, language, bytes, sealed_at)"
                + " values (:clinic, :language, :bytes, :at) on conflict do nothing")
        .bind("clinic", transaction.tenant().value())
        .bind("language", language.tag())
        .bind("bytes", sealed)
        .bind("at", at)
        .then();
  }
}
