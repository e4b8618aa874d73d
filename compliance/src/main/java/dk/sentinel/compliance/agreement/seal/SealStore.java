package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.DocumentKind;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Seals and the signatures that wait for one, in PostgreSQL. */
final class SealStore {
  private static final String STATE =
      """
      select s.signature_id, d.kind, d.version, d.language, d.sha256, s.signer_name,
             s.evidence->'firstSignature'->>'name' as first, s.signed_at, x.sealed_at
        from agreement.signature s
        join agreement.document d using (clinic_id, document_id)
        left join agreement.seal x using (clinic_id, signature_id)
      """;

  /**
   * Begins to seal: nobody else will for the time given. Empty when it is done, or somebody has
   * begun.
   */
  Mono<SealingWork> begin(TenantTransaction transaction, UUID signature, Duration lease) {
    return transaction
        .sql()
        .sql(
            """
            with begun as (
              update agreement.sealing
                 set tries = tries + 1, next_try = now() + :lease * interval '1 second'
               where signature_id = :signature and not done and next_try <= now()
              returning clinic_id, signature_id)
            select s.signature_id, d.sha256, d.bytes, d.kind, d.version, d.language, s.signer_name, s.level,
                   s.signed_at, s.evidence->'firstSignature'->>'name' as first,
                   s.evidence->>'organization' as organization, s.evidence->>'cvr' as cvr,
                   (s.evidence || jsonb_build_object(
                      'signatureId', s.signature_id,
                      'clinicId', s.clinic_id,
                      'signedAt', to_char(s.signed_at at time zone 'UTC',
                                          'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text as evidence
              from begun
              join agreement.signature s using (clinic_id, signature_id)
              join agreement.document d using (clinic_id, document_id)
            """)
        .bind("signature", signature)
        .bind("lease", lease.toSeconds())
        .map(SealStore::work)
        .one();
  }

  private static SealingWork work(Readable row) {
    return new SealingWork(
        required(row, "signature_id", UUID.class),
        Sha256.ofBytes(required(row, "sha256", byte[].class)),
        Bytes.of(required(row, "bytes", byte[].class)),
        required(row, "evidence", String.class),
        new SealingWork.Confirmed(
            DocumentKind.of(required(row, "kind", String.class)),
            TextLanguage.of(required(row, "language", String.class)).orElseThrow(),
            required(row, "version", Integer.class),
            required(row, "signer_name", String.class),
            row.get("first", String.class),
            Objects.requireNonNullElse(row.get("organization", String.class), ""),
            Objects.requireNonNullElse(row.get("cvr", String.class), ""),
            required(row, "level", String.class),
            required(row, "signed_at", Instant.class)));
  }

  /** Whether this was the first seal of its signature; the second changes nothing. */
  Mono<Boolean> keep(TenantTransaction transaction, Sealed sealed) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.seal
              (clinic_id, signature_id, bytes, sha256, evidence, evidence_stamp, certificates,
               trust_anchors, sealed_at)
            values (:clinic, :signature, :bytes, :sha256, :evidence, :stamp, :certificates,
                    :anchors, :at)
            on conflict do nothing
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("signature", sealed.signature())
        .bind("bytes", sealed.pdf().array())
        .bind("sha256", sealed.pdf().sha256().bytes())
        .bind("evidence", sealed.evidence().array())
        .bind("stamp", sealed.evidenceStamp().array())
        .bind("certificates", sealed.certificates())
        .bind("anchors", sealed.anchors())
        .bind("at", sealed.sealedAt())
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /** The signature no longer waits. */
  Mono<Void> done(TenantTransaction transaction, UUID signature) {
    return transaction
        .sql()
        .sql("update agreement.sealing set done = true where signature_id = :signature")
        .bind("signature", signature)
        .then();
  }

  /** It did not succeed: it is tried again later and later, at most ten minutes apart. */
  Mono<Void> postpone(TenantTransaction transaction, UUID signature) {
    return transaction
        .sql()
        .sql(
            """
            update agreement.sealing
               set next_try = now() + least(600, 2 ^ least(tries, 12)) * interval '1 second'
             where signature_id = :signature
            """)
        .bind("signature", signature)
        .then();
  }

  /** The clinic's signatures, the newest first. */
  Flux<SignatureState> signatures(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(STATE + " order by s.signed_at desc, s.signature_id")
        .map(SealStore::state)
        .all();
  }

  Mono<SignatureState> signature(TenantTransaction transaction, UUID signature) {
    return transaction
        .sql()
        .sql(STATE + " where s.signature_id = :signature")
        .bind("signature", signature)
        .map(SealStore::state)
        .one();
  }

  private static SignatureState state(Readable row) {
    return new SignatureState(
        required(row, "signature_id", UUID.class),
        DocumentKind.of(required(row, "kind", String.class)),
        required(row, "version", Integer.class),
        TextLanguage.of(required(row, "language", String.class)).orElseThrow(),
        Sha256.ofBytes(required(row, "sha256", byte[].class)),
        required(row, "signer_name", String.class),
        row.get("first", String.class),
        required(row, "signed_at", Instant.class),
        sealedAt(row));
  }

  private static @Nullable Instant sealedAt(Readable row) {
    return row.get("sealed_at", Instant.class);
  }

  Mono<Sealed> sealed(TenantTransaction transaction, UUID signature) {
    return transaction
        .sql()
        .sql(
            """
            select signature_id, bytes, evidence, evidence_stamp, certificates, trust_anchors,
                   sealed_at
              from agreement.seal
             where signature_id = :signature
            """)
        .bind("signature", signature)
        .map(row ->
            new Sealed(
                required(row, "signature_id", UUID.class),
                Bytes.of(required(row, "bytes", byte[].class)),
                Bytes.of(required(row, "evidence", byte[].class)),
                Bytes.of(required(row, "evidence_stamp", byte[].class)),
                required(row, "certificates", String.class),
                required(row, "trust_anchors", String.class),
                required(row, "sealed_at", Instant.class)))
        .one();
  }

  /** The bytes that were signed. */
  Mono<Bytes> signed(TenantTransaction transaction, UUID signature) {
    return transaction
        .sql()
        .sql(
            """
            select d.bytes from agreement.signature s
              join agreement.document d using (clinic_id, document_id)
             where s.signature_id = :signature
            """)
        .bind("signature", signature)
        .map(row -> Bytes.of(required(row, "bytes", byte[].class)))
        .one();
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
