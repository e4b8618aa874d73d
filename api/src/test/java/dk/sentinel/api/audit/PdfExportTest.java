package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The summary of a real log, read as its reader reads it. */
final class PdfExportTest extends ApiTest {
  private TestClinic clinic;

  @BeforeAll
  void aClinicThatJoinsAndIsRefused() {
    clinic = newClinic("99000007", "100001");
    as(clinic.owner()).get().uri("/me").exchange().expectStatus().isOk();
    activate(clinic, "systemhus-a");
    sign(clinic);
    as(clinic.owner()).get().uri(clinic.path("/audit/export?format=docx")).exchange();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String log = "";
    while (!log.contains("invalid-request")) {
      assertThat(System.nanoTime()).as("numbered in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      log = new String(export("ndjson"), StandardCharsets.UTF_8);
    }
  }

  @Test
  void the_summary_names_clinic_checkpoint_people_and_what_happened() throws IOException {
    String text = text(export("pdf&lang=en"));
    assertThat(text)
        .contains("Audit log: summary", "Ærø Fysioterapi 99000007", "CVR 99000007")
        .contains("Signed the data processing agreement", clinic.owner().name(), "Clinic owner")
        .contains("Confirmed the practice system", "Downloaded the audit log – Refused")
        .contains("a request without")
        .doesNotContain("null", "agreement.sign");
    assertThat(text(export("pdf"))).contains("Behandlingslog: oversigt", "Klinikejer");
  }

  @Test
  void the_checkpoint_on_paper_is_one_that_the_log_signed() throws IOException {
    String text = text(export("pdf&lang=en"));
    String key = new String(get("/log/key"), StandardCharsets.UTF_8).strip();
    assertThat(text).contains(key.split("\\+", 3)[1]);
    Checkpoint now =
        Checkpoint.parse(
            SignedNote.parse(new String(get("/log/checkpoint"), StandardCharsets.UTF_8)).text());
    assertThat(text).contains(now.origin(), "— " + now.origin());
    String root = text.replaceAll("(?s).*Root \\(SHA-256, base64\\)\\s*(\\S+).*", "$1");
    assertThat(Base64.getDecoder().decode(root)).hasSize(32);
  }

  @Test
  void a_period_without_acts_is_printed_as_one() throws IOException {
    assertThat(text(export("pdf&lang=en&from=1999-01-01&to=1999-12-31")))
        .contains("There are no acts in the period.", "1 January 1999 – 31 December 1999");
  }

  @Test
  void every_action_has_words_in_both_languages() {
    for (ReportLanguage language : ReportLanguage.values()) {
      for (String action : AuditEventPattern.ACTIONS.keySet()) {
        assertThat(ReportTexts.in(language).get("audit.action." + action)).isNotBlank();
      }
    }
  }

  @Test
  void every_part_of_sentinel_has_a_name_in_both_languages() {
    for (ReportLanguage language : ReportLanguage.values()) {
      for (Actor.Component component : Actor.Component.values()) {
        assertThat(ReportTexts.in(language).get("audit.actor." + component.id()))
            .startsWith("Sentinel");
      }
    }
  }

  private static String text(byte[] pdf) throws IOException {
    try (PdfReader reader = new PdfReader(pdf)) {
      StringBuilder text = new StringBuilder();
      for (int page = 1; page <= reader.getNumberOfPages(); page++) {
        text.append(new PdfTextExtractor(reader).getTextFromPage(page)).append('\n');
      }
      return text.toString();
    }
  }

  private byte[] export(String format) {
    return get("/audit/export?format=" + format);
  }

  private byte[] get(String path) {
    return Objects.requireNonNull(
        as(clinic.owner())
            .get()
            .uri(clinic.path(path))
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .returnResult()
            .getResponseBody());
  }
}
