package dk.sentinel.api.ending;

import dk.sentinel.compliance.audit.ProofFiles.ProofFile;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.postgresql.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a clinic takes along, from PostgreSQL, page by page. */
final class TakenAlongStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How many rows are in memory at once. */
  static final int PAGE = 1_000;

  /** What is said of the clinic, its people and its promises, by file: few rows each. */
  static final Map<String, String> CLINIC = clinic();

  private static Map<String, String> clinic() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("clinic/clinic", "tenancy.clinic");
    files.put("clinic/ydernumre", "tenancy.ydernummer");
    files.put("clinic/people", "tenancy.member");
    files.put("clinic/invitations", "tenancy.invitation");
    files.put("clinic/access-reviews", "tenancy.access_review");
    files.put("clinic/access-review-lines", "tenancy.access_review_line");
    files.put("clinic/practice-systems", "tenancy.activation_event");
    files.put("clinic/permissions", "privacy.permission");
    files.put("agreement/documents", "agreement.document");
    files.put("agreement/signing-intents", "agreement.signing_intent");
    files.put("agreement/signatures", "agreement.signature");
    files.put("agreement/powers-of-attorney", "agreement.power_of_attorney");
    files.put("agreement/power-of-attorney-holders", "agreement.power_holder");
    files.put("agreement/power-of-attorney-steps", "agreement.power_step");
    files.put("agreement/consents", "agreement.consent_event");
    files.put("agreement/objections", "agreement.objection_event");
    files.put("agreement/enrolments", "privacy.enrolment_event");
    files.put("agreement/deviations", "privacy.deviation");
    files.put("agreement/terminations", "ending.termination_event");
    files.put("agreement/letters", "letter.letter");
    files.put("agreement/letter-address", "letter.address");
    return files;
  }

  /** The next rows of a table after one, by their ids; fewer than a page when they are the last. */
  Mono<List<JsonNode>> page(TenantTransaction transaction, KeptTable table, UUID after) {
    return transaction
        .sql()
        .sql(
            "select to_jsonb(r) as row from ("
                + table.rows()
                + " order by 1 limit "
                + PAGE
                + ") r order by r.id")
        .bind("after", after)
        .map(row -> JSON.readTree(Objects.requireNonNull(row.get("row", Json.class)).asString()))
        .all()
        .collectList();
  }

  /** All rows of a small table as lines of JSON, without bytes of documents and secrets. */
  Mono<byte[]> lines(TenantTransaction transaction, String table) {
    return transaction
        .sql()
        .sql(
            "select line from (select to_jsonb(t) - 'bytes' - 'secret_hash' as line from "
                + table
                + " t) l order by line::text")
        .map(row -> Objects.requireNonNull(row.get("line", Json.class)).asString())
        .all()
        .collectList()
        .map(TakenAlongStore::joined);
  }

  private static byte[] joined(List<String> lines) {
    StringBuilder joined = new StringBuilder();
    lines.forEach(line -> joined.append(line).append('\n'));
    return joined.toString().getBytes(StandardCharsets.UTF_8);
  }

  Flux<UUID> documents(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            "select document_id from agreement.document order by kind, version, language,"
                + " document_id")
        .map(row -> Objects.requireNonNull(row.get("document_id", UUID.class)))
        .all();
  }

  Flux<UUID> powers(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select power_id from agreement.power_of_attorney order by uploaded_at, power_id")
        .map(row -> Objects.requireNonNull(row.get("power_id", UUID.class)))
        .all();
  }

  /** A power of attorney as it was uploaded. */
  Mono<ProofFile> power(TenantTransaction transaction, UUID id) {
    return transaction
        .sql()
        .sql("select bytes from agreement.power_of_attorney where power_id = :id")
        .bind("id", id)
        .map(row ->
            file("agreement/power-of-attorney-" + id + ".pdf", row.get("bytes", byte[].class)))
        .one();
  }

  Flux<UUID> seals(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select signature_id from agreement.seal order by sealed_at, signature_id")
        .map(row -> Objects.requireNonNull(row.get("signature_id", UUID.class)))
        .all();
  }

  /** A signature's sealed PDF, its evidence, and the time stamp (RFC 3161) on the evidence. */
  Mono<List<ProofFile>> seal(TenantTransaction transaction, UUID signature) {
    String name = "agreement/signature-" + signature;
    return transaction
        .sql()
        .sql("select bytes, evidence, evidence_stamp from agreement.seal where signature_id = :id")
        .bind("id", signature)
        .map(row ->
            List.of(
                file(name + "-sealed.pdf", row.get("bytes", byte[].class)),
                file(name + "-evidence.json", row.get("evidence", byte[].class)),
                file(name + "-evidence.tsr", row.get("evidence_stamp", byte[].class))))
        .one();
  }

  private static ProofFile file(String name, byte @Nullable [] content) {
    return new ProofFile(name, Objects.requireNonNull(content, name));
  }

  /** A document's very bytes. */
  Mono<ProofFile> document(TenantTransaction transaction, UUID id) {
    return transaction
        .sql()
        .sql(
            "select kind, version, language, bytes from agreement.document where document_id = :id")
        .bind("id", id)
        .map(row ->
            new ProofFile(
                "agreement/%s-%s-%s-%s.pdf"
                    .formatted(
                        row.get("kind", String.class),
                        row.get("version", Integer.class),
                        row.get("language", String.class),
                        id),
                Objects.requireNonNull(row.get("bytes", byte[].class))))
        .one();
  }
}
