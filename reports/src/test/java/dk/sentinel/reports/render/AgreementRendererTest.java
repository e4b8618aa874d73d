package dk.sentinel.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.reports.agreement.AgreementDocument;
import dk.sentinel.reports.agreement.AgreementDocument.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgreementRendererTest {
  private static final AgreementRenderer RENDERER = new AgreementRenderer();

  @Test
  void an_agreement_is_pdf_a_2u() throws Exception {
    assertThat(Pdf.faults(RENDERER.pdf(Samples.agreement()))).isEmpty();
  }

  @Test
  void parties_clauses_and_appendices_are_printed() throws Exception {
    byte[] pdf = RENDERER.pdf(Samples.agreement());
    assertThat(Pdf.text(pdf, 1))
        .contains("Databehandleraftale", "Version 2026-1", "Gælder fra 1. januar 2026")
        .contains("Ærø Fysioterapi & Træning", "Sentinel Drift ApS", "2100 København Ø")
        .contains("Den dataansvarliges rettigheder og forpligtelser", "Side 1 af 8");
    assertThat(Pdf.text(pdf, 5)).contains("Bilag A");
    assertThat(Pdf.text(pdf, 8)).contains("Bilag D", "Side 8 af 8");
  }

  @Test
  void equal_agreements_are_equal_bytes() {
    assertThat(RENDERER.pdf(Samples.agreement())).isEqualTo(RENDERER.pdf(Samples.agreement()));
  }

  @Test
  void another_process_prints_the_same_bytes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("agreement.pdf");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Duser.language=da",
                "-Duser.country=DK",
                "-Duser.timezone=America/Nuuk",
                "-cp",
                System.getProperty("java.class.path"),
                AgreementPrint.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    assertThat(sha256(Files.readAllBytes(file)))
        .isEqualTo(sha256(RENDERER.pdf(Samples.agreement())));
  }

  @Test
  void a_changed_word_changes_the_bytes() {
    AgreementDocument one = Samples.agreement();
    AgreementDocument other =
        new AgreementDocument(
            one.title(),
            one.version(),
            one.language(),
            one.date(),
            List.of(new Party("Dataansvarlig", "En anden klinik", "99000004", List.of())),
            one.sections(),
            one.appendices());
    assertThat(RENDERER.pdf(other)).isNotEqualTo(RENDERER.pdf(one));
  }

  @Test
  void an_agreement_without_parties_and_appendices_is_printed_too() throws Exception {
    AgreementDocument full = Samples.agreement();
    byte[] pdf =
        RENDERER.pdf(
            new AgreementDocument(
                full.title(),
                full.version(),
                full.language(),
                full.date(),
                List.of(),
                full.sections(),
                List.of()));
    assertThat(Pdf.faults(pdf)).isEmpty();
    assertThat(Pdf.text(pdf, 1)).doesNotContain("CVR", "null");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
