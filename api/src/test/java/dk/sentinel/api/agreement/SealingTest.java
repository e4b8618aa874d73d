package dk.sentinel.api.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.audit.VerifierProgram;
import dk.sentinel.infra.authority.LocalAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

final class SealingTest extends ApiTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Path directory = Path.of("");
  private LocalAuthority authority = start();

  private LocalAuthority start() {
    try {
      directory = Files.createTempDirectory("sentinel-authority");
      return LocalAuthority.start(directory, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected List<String> settings() {
    return List.of(
        "sentinel.seal.key=" + directory.resolve("seal-signing.key"),
        "sentinel.seal.certificates=" + directory.resolve("seal-certificates.pem"),
        "sentinel.seal.trust-anchors=" + directory.resolve("trust-anchors.pem"),
        "sentinel.seal.time-stamp-authorities=" + authority.timeStamps(),
        "sentinel.seal.patience=2s",
        "sentinel.seal.pause=200ms");
  }

  @AfterAll
  void stop() {
    authority.close();
  }

  @Test
  void what_is_signed_is_sealed_soon_and_recorded() throws Exception {
    TestClinic clinic = newClinic("99000007", "061010");
    byte[] document = bytes(clinic, "/agreement/document", 200);
    sign(clinic);
    Map<?, ?> signature = sealed(clinic);
    assertThat(signature.get("by")).isEqualTo("Ågot Ejer");
    assertThat(signature.get("documentSha256")).isEqualTo(Sha256.of(document).hex());
    byte[] sealed =
        bytes(clinic, "/agreement/signatures/" + signature.get("signatureId") + "/document", 200);
    assertThat(Arrays.copyOf(sealed, document.length)).isEqualTo(document);
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("agreement.seal success")
        .contains("agreement.signatures success")
        .endsWith("agreement.evidence success");
    assertThat(entries(clinic.id()))
        .anyMatch(entry ->
            entry.contains("\"sealedSha256\":\"" + Sha256.of(sealed).hex() + "\"")
                && entry.contains("\"kind\":\"system\""));
  }

  @Test
  void the_evidence_convinces_the_offline_verifier_and_each_damage_is_named() throws Exception {
    TestClinic clinic = newClinic("99000058", "061050");
    sign(clinic);
    Object id = sealed(clinic).get("signatureId");
    Map<String, byte[]> files =
        unzipped(bytes(clinic, "/agreement/signatures/" + id + "/evidence", 200));
    assertThat(verified(files)).contains("INTACT", "Ågot Ejer", "CVR 99000058");
    assertThat(new String(part(files, "README.da.txt"), StandardCharsets.UTF_8))
        .contains("Kontrollér i hånden");

    byte[] sealed = part(files, "sealed.pdf");
    byte[] document = part(files, "document.pdf");
    byte[] tampered = sealed.clone();
    tampered[document.length / 2] ^= 1;
    assertThat(verified(with(files, "sealed.pdf", tampered)))
        .contains("DAMAGED", "sealed.pdf was changed after it was sealed");
    assertThat(verified(with(files, "sealed.pdf", document)))
        .contains("DAMAGED", "sealed.pdf has no seal");
    byte[] longer = Arrays.copyOf(sealed, sealed.length + 10);
    Arrays.fill(longer, sealed.length, longer.length, (byte) ' ');
    assertThat(verified(with(files, "sealed.pdf", longer)))
        .contains("DAMAGED", "something was appended to sealed.pdf");
    byte[] other = document.clone();
    other[other.length / 2] ^= 1;
    assertThat(verified(with(files, "document.pdf", other)))
        .contains("DAMAGED", "document.pdf is not the document that was signed");
    String evidence = new String(part(files, "evidence.json"), StandardCharsets.UTF_8);
    assertThat(
            verified(
                with(
                    files,
                    "evidence.json",
                    evidence.replace("Ågot", "Åget").getBytes(StandardCharsets.UTF_8))))
        .contains("DAMAGED", "evidence.json was changed");
    String keys = new String(part(files, "keys/jwks.json"), StandardCharsets.UTF_8);
    assertThat(
            verified(
                with(
                    files,
                    "keys/jwks.json",
                    keys.replaceFirst("\"n\":\"..", "\"n\":\"xy")
                        .getBytes(StandardCharsets.UTF_8))))
        .contains("DAMAGED", "keys were exchanged", "no key in keys/jwks.json signed");
    assertThat(verified(with(files, "evidence.tst", new byte[0])))
        .contains("DAMAGED", "the file evidence.tst is missing");
  }

  @Test
  void a_consent_is_sealed_checked_and_verified_like_an_agreement() throws Exception {
    TestClinic clinic = newClinic("99000120", "061120");
    sign(clinic);
    sealed(clinic);
    byte[] document = bytes(clinic, "/consent/document", 200);
    consent(clinic);
    Map<?, ?> signature = sealed(clinic);
    assertThat(signature.get("kind")).isEqualTo("consent");
    Object id = signature.get("signatureId");
    byte[] sealed = bytes(clinic, "/agreement/signatures/" + id + "/document", 200);
    assertThat(Arrays.copyOf(sealed, document.length)).isEqualTo(document);
    assertThat(checked(sealed))
        .containsEntry("kind", "sealed")
        .containsEntry("intact", true)
        .extractingByKey("statement")
        .asString()
        .contains("praksissamtykke version 1", "Ågot Ejer", "CVR 99000120");
    Map<String, byte[]> files =
        unzipped(bytes(clinic, "/agreement/signatures/" + id + "/evidence", 200));
    assertThat(verified(files)).contains("INTACT", "Ågot Ejer", "CVR 99000120");
    assertThat(entries(clinic.id()))
        .anyMatch(entry ->
            entry.contains("\"sealedSha256\":\"" + Sha256.of(sealed).hex() + "\"")
                && entry.contains("\"type\":\"consent\""));
  }

  @Test
  void anybody_is_told_what_a_document_is_and_nothing_of_it_is_kept() throws Exception {
    TestClinic clinic = newClinic("99000066", "061060");
    byte[] document = bytes(clinic, "/agreement/document", 200);
    sign(clinic);
    Object id = sealed(clinic).get("signatureId");
    byte[] sealed = bytes(clinic, "/agreement/signatures/" + id + "/document", 200);
    assertThat(checked(sealed))
        .containsEntry("kind", "sealed")
        .containsEntry("intact", true)
        .containsEntry("sha256", Sha256.of(sealed).hex())
        .extractingByKey("statement")
        .asString()
        .contains("Ågot Ejer", "CVR 99000066");
    sealed[document.length / 2] ^= 1;
    assertThat(checked(sealed))
        .containsEntry("intact", false)
        .containsEntry("damages", List.of("changed", "time-stamp"));
    assertThat(checked(document)).containsEntry("kind", "no-seal");
    assertThat(checked("text".getBytes(StandardCharsets.UTF_8))).containsEntry("kind", "no-pdf");
    anonymous()
        .post()
        .uri("/documents/check")
        .contentType(MediaType.APPLICATION_PDF)
        .bodyValue(new byte[10 * 1024 * 1024 + 1])
        .exchange()
        .expectStatus()
        .isEqualTo(413);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> checked(byte[] file) {
    return Objects.requireNonNull(
        (Map<String, Object>)
            anonymous()
                .post()
                .uri("/documents/check")
                .contentType(MediaType.APPLICATION_PDF)
                .bodyValue(file)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
  }

  private static byte[] part(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] content) {
    Map<String, byte[]> changed = new LinkedHashMap<>(files);
    changed.put(name, content);
    return changed;
  }

  private static Map<String, byte[]> unzipped(byte[] zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      ZipEntry entry = in.getNextEntry();
      while (entry != null) {
        files.put(entry.getName(), in.readAllBytes());
        entry = in.getNextEntry();
      }
    }
    return files;
  }

  /** What the program that everybody can fetch says about a package. */
  private String verified(Map<String, byte[]> files) throws Exception {
    Path folder = Files.createTempDirectory("sentinel-evidence");
    Path jar = Files.write(folder.resolve("sentinel-verify.jar"), VerifierProgram.packaged().jar());
    Path zip = folder.resolve("evidence.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-jar",
                jar.toString(),
                zip.toString(),
                "--lang",
                "en")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(said.contains("INTACT") ? 0 : 1);
    return said;
  }

  @Test
  void without_time_stamps_the_agreement_is_in_force_and_sealed_when_they_are_back()
      throws Exception {
    TestClinic clinic = newClinic("99000015", "061020");
    int port = authority.timeStamps().getPort();
    authority.close();
    sign(clinic);
    String id = waiting(clinic);
    await(() -> number("select tries from agreement.sealing where clinic_id = '%s'", clinic) > 0);
    assertThat(get(clinic.owner(), clinic.path("/agreement")).get("signed")).isNotNull();
    bytes(clinic, "/agreement/signatures/" + id + "/document", 409);
    bytes(clinic, "/agreement/signatures/" + clinic.id() + "/document", 404);
    bytes(clinic, "/agreement/signatures/none/document", 404);
    authority = LocalAuthority.start(directory, port);
    sealed(clinic);
    assertThat(recorded(clinic.id())).containsOnlyOnce("agreement.seal success");
  }

  @Test
  void a_seal_cut_off_before_or_after_it_was_kept_is_there_once() throws Exception {
    TestClinic clinic = newClinic("99000023", "061030");
    sign(clinic);
    sealed(clinic);
    // as if the instance had ended after the seal was made and before it was noted as done
    execute(
        "update agreement.sealing set done = false, next_try = now() where clinic_id = '%s'",
        clinic);
    await(() ->
        number("select count(*) from agreement.sealing where done and clinic_id = '%s'", clinic)
            == 1);
    assertThat(number("select count(*) from agreement.seal where clinic_id = '%s'", clinic))
        .isEqualTo(1);
    assertThat(recorded(clinic.id())).containsOnlyOnce("agreement.seal success");
  }

  @Test
  void a_seal_whose_record_cannot_be_written_does_not_exist() throws Exception {
    TestClinic clinic = newClinic("99000031", "061040");
    execute(
        "create function refuse_%1$s() returns trigger language plpgsql as $$ begin"
            + " if new.clinic_id = '%2$s' and convert_from(new.canonical, 'UTF8') like"
            + " '%%agreement.seal\"%%' then raise exception 'broken'; end if; return new; end $$;"
            + " create trigger broken before insert on audit.entry for each row execute function"
            + " refuse_%1$s()",
        "x", clinic.id().toString());
    sign(clinic);
    await(() -> number("select tries from agreement.sealing where clinic_id = '%s'", clinic) > 1);
    assertThat(number("select count(*) from agreement.seal where clinic_id = '%s'", clinic))
        .isZero();
    execute("drop trigger broken on audit.entry", "");
    sealed(clinic);
    assertThat(recorded(clinic.id())).containsOnlyOnce("agreement.seal success");
  }

  /** The clinic's only signature once it is sealed. */
  private Map<?, ?> sealed(TestClinic clinic) throws Exception {
    await(() -> signature(clinic).get("sealedAt") != null);
    return signature(clinic);
  }

  private String waiting(TestClinic clinic) {
    Map<?, ?> signature = signature(clinic);
    assertThat(signature.get("sealedAt")).isNull();
    return Objects.requireNonNull(signature.get("signatureId")).toString();
  }

  /** The newest one. */
  private Map<?, ?> signature(TestClinic clinic) {
    List<?> all =
        (List<?>)
            Objects.requireNonNull(
                get(clinic.owner(), clinic.path("/agreement/signatures")).get("signatures"));
    return (Map<?, ?>) all.getFirst();
  }

  private byte[] bytes(TestClinic clinic, String path, int status) {
    byte[] body =
        as(clinic.owner())
            .get()
            .uri(clinic.path(path))
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectBody()
            .returnResult()
            .getResponseBody();
    return Objects.requireNonNull(body);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private long number(String query, TestClinic clinic) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query.formatted(clinic.id()))) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private void execute(String statement, TestClinic clinic) throws SQLException {
    execute(statement, clinic.id().toString());
  }

  private void execute(String statement, String... values) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement.formatted((Object[]) values));
    }
  }
}
