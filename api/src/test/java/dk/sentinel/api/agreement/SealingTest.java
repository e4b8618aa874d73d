package dk.sentinel.api.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.infra.authority.LocalAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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

  private Map<?, ?> signature(TestClinic clinic) {
    List<?> all =
        (List<?>)
            Objects.requireNonNull(
                get(clinic.owner(), clinic.path("/agreement/signatures")).get("signatures"));
    assertThat(all).hasSize(1);
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
