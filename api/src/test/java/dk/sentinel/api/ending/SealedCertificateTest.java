package dk.sentinel.api.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.infra.authority.LocalAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** The certificate of a deletion is sealed, once, and anybody can check it. */
final class SealedCertificateTest extends EndingDoor {
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
    List<String> settings = new ArrayList<>(super.settings());
    settings.addAll(
        List.of(
            "sentinel.seal.key=" + directory.resolve("seal-signing.key"),
            "sentinel.seal.certificates=" + directory.resolve("seal-certificates.pem"),
            "sentinel.seal.trust-anchors=" + directory.resolve("trust-anchors.pem"),
            "sentinel.seal.time-stamp-authorities=" + authority.timeStamps(),
            "sentinel.seal.patience=2s",
            "sentinel.seal.pause=200ms"));
    return settings;
  }

  @AfterAll
  void stop() {
    authority.close();
  }

  private EntityExchangeResult<byte[]> asked(TestClinic clinic, String language) {
    return as(clinic.owner())
        .get()
        .uri(clinic.path("/agreement/termination/certificate.pdf?lang=" + language))
        .exchange()
        .expectBody(byte[].class)
        .returnResult();
  }

  private byte[] certificate(TestClinic clinic, String language) {
    EntityExchangeResult<byte[]> answer = asked(clinic, language);
    assertThat(answer.getStatus().value()).isEqualTo(200);
    return Objects.requireNonNull(answer.getResponseBody());
  }

  private Map<?, ?> checked(byte[] pdf) {
    return Objects.requireNonNull(
        anonymous()
            .post()
            .uri("/documents/check")
            .contentType(MediaType.APPLICATION_PDF)
            .bodyValue(pdf)
            .exchange()
            .expectBody(Map.class)
            .returnResult()
            .getResponseBody());
  }

  @Test
  void it_says_whose_data_are_gone_and_a_changed_one_is_told_apart() {
    TestClinic clinic = fullClinic("99000007", "061710");
    terminate(clinic);
    deleteAll(clinic);

    for (String language : List.of("da", "en")) {
      byte[] pdf = certificate(clinic, language);
      Map<?, ?> found = checked(pdf);
      assertThat(found.get("kind")).isEqualTo("sealed");
      assertThat(found.get("intact")).isEqualTo(true);
      assertThat(String.valueOf(found.get("statement")))
          .startsWith(language.equals("da") ? "Sentinel bekræfter:" : "Sentinel confirms:")
          .contains(clinic.cvr());
      byte[] changed = pdf.clone();
      changed[pdf.length / 3] ^= 1;
      assertThat(checked(changed).get("intact")).isEqualTo(false);
    }
  }

  @Test
  void everybody_gets_the_same_file_and_each_look_is_recorded_with_its_hash() {
    TestClinic clinic = fullClinic("99000015", "061720");
    terminate(clinic);
    deleteAll(clinic);

    byte[] first = certificate(clinic, "da");
    byte[] again = certificate(clinic, "da");

    assertThat(again).isEqualTo(first);
    assertThat(
            entries(clinic.id()).stream()
                .filter(entry -> entry.contains("\"certificate.read\""))
                .filter(entry -> entry.contains(Sha256.of(first).hex())))
        .hasSize(2);
  }

  @Test
  void without_time_stamps_the_owner_is_told_to_come_back_and_nothing_is_kept() throws Exception {
    TestClinic clinic = fullClinic("99000023", "061730");
    terminate(clinic);
    deleteAll(clinic);
    int port = authority.timeStamps().getPort();
    authority.close();

    EntityExchangeResult<byte[]> away = asked(clinic, "da");

    assertThat(away.getStatus().value()).isEqualTo(503);
    JsonNode problem =
        JSON.readTree(
            new String(Objects.requireNonNull(away.getResponseBody()), StandardCharsets.UTF_8));
    assertThat(problem.path("type").asString("")).endsWith("seal-away");
    assertThat(recorded(clinic.id())).doesNotContain("certificate.read success");
    authority = LocalAuthority.start(directory, port);
    assertThat(checked(certificate(clinic, "da")).get("intact")).isEqualTo(true);
  }
}
