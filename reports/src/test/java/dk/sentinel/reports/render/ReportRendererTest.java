package dk.sentinel.reports.render;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfReader;
import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.diagnosis.DiagnosisObservation;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import dk.sentinel.reports.diagnosis.Sex;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ReportRendererTest {
  private static final ReportRenderer RENDERER = new ReportRenderer();

  @Test
  void every_form_of_the_report_is_pdf_a_2u() throws Exception {
    assertThat(Pdf.faults(RENDERER.pdf(Samples.usual(ReportLanguage.DA)))).isEmpty();
    assertThat(Pdf.faults(RENDERER.pdf(Samples.usual(ReportLanguage.EN)))).isEmpty();
    assertThat(Pdf.faults(RENDERER.pdf(of(List.of())))).isEmpty();
  }

  @Test
  void a_file_that_is_no_pdf_a_is_found_out() throws Exception {
    byte[] pdf = RENDERER.pdf(of(List.of()));
    String broken = new String(pdf, ISO_8859_1).replace("/OutputIntents", "/OutputIntentX");
    assertThat(Pdf.faults(broken.getBytes(ISO_8859_1))).isNotEmpty();
  }

  @Test
  void the_danish_report_has_its_letters_and_decimal_commas() throws Exception {
    byte[] pdf = RENDERER.pdf(Samples.usual(ReportLanguage.DA));
    assertThat(Pdf.text(pdf, 1))
        .contains("Ærø Fysioterapi & Træning", "Symptom/klage fra lænd", "24,69", "1.150")
        .contains("CVR 99000004", "012345, 012346, 012347", "1. januar 2026 – 30. juni 2026")
        .contains("2. juli 2026 kl. 08.15", "Side 1 af 2");
    assertThat(Pdf.text(pdf, 2))
        .contains("Nakke – symptom", "80 år og derover", "må ikke gives videre", "Side 2 af 2");
  }

  @Test
  void the_english_report_has_decimal_points() throws Exception {
    byte[] pdf = RENDERER.pdf(Samples.usual(ReportLanguage.EN));
    assertThat(Pdf.text(pdf, 1))
        .contains("Low back – symptom", "24.69", "1,150", "The clinic’s own figures")
        .contains("2 July 2026, 08:15", "Page 1 of 2");
  }

  @Test
  void title_and_language_are_stated_in_the_file() throws Exception {
    try (PdfReader reader = new PdfReader(RENDERER.pdf(Samples.usual(ReportLanguage.DA)))) {
      assertThat(reader.getInfo().get("Title"))
          .isEqualTo("Diagnosekodning – Ærø Fysioterapi & Træning");
      assertThat(reader.getInfo().get("CreationDate")).startsWith("D:20260702061500");
      assertThat(reader.getCatalog().get(PdfName.LANG)).hasToString("da");
    }
  }

  @Test
  void an_empty_period_is_explained_on_one_page() throws Exception {
    byte[] pdf = RENDERER.pdf(of(List.of()));
    assertThat(Pdf.pages(pdf)).isEqualTo(1);
    assertThat(Pdf.text(pdf, 1))
        .contains("Ingen diagnoser i perioden", "Prøv en længere periode", "Side 1 af 1")
        .doesNotContain("Diagnoser efter antal personer", "NaN");
  }

  @Test
  void a_single_diagnosis_is_a_whole_report() throws Exception {
    byte[] pdf = RENDERER.pdf(of(Samples.observations(List.of("L90"), 1)));
    assertThat(Pdf.faults(pdf)).isEmpty();
    assertThat(Pdf.text(pdf, 1)).contains("Artrose i knæ", "100,00", "må ikke gives videre");
    assertThat(Pdf.pages(pdf)).isEqualTo(1);
  }

  @Test
  void two_hundred_codes_and_a_very_long_name_fit() throws Exception {
    List<String> codes = new ArrayList<>();
    for (int code = 0; code < 200; code++) {
      codes.add((code < 100 ? "L%02d" : "M%02d").formatted(code % 100));
    }
    String name = "Fysioterapeuterne i Sønder Åby, Nørre Broby og Ærøskøbing ".repeat(4).strip();
    byte[] pdf =
        RENDERER.pdf(
            Samples.report(
                ReportLanguage.DA,
                new ReportClinic(name, "99000004", List.of()),
                Samples.observations(codes, 3000)));
    assertThat(Pdf.faults(pdf)).isEmpty();
    int pages = Pdf.pages(pdf);
    assertThat(pages).isBetween(6, 8);
    for (int page = 1; page <= pages; page++) {
      assertThat(Pdf.text(pdf, page)).contains("Side " + page + " af " + pages);
    }
  }

  @Test
  void letters_that_the_fonts_lack_and_markup_are_printed_harmlessly() throws Exception {
    ReportClinic odd = new ReportClinic("Klinik 東京 <b>x</b> \u0007 &amp;", "99000004", List.of());
    byte[] pdf = RENDERER.pdf(Samples.report(ReportLanguage.DA, odd, List.of()));
    assertThat(Pdf.faults(pdf)).isEmpty();
    assertThat(Pdf.text(pdf, 1)).contains("Klinik ?? <b>x</b>").contains("&amp;");
  }

  @Test
  void persons_without_stated_sex_or_age_get_a_column_and_a_row() throws Exception {
    List<DiagnosisObservation> seen =
        List.of(
            new DiagnosisObservation(
                "L03", new UUID(1, 1), Sex.UNSTATED, null, Samples.PERIOD.from()));
    byte[] pdf = RENDERER.pdf(of(seen));
    StringBuilder text = new StringBuilder();
    for (int page = 1; page <= Pdf.pages(pdf); page++) {
      text.append(Pdf.text(pdf, page));
    }
    assertThat(text).contains("heraf køn uoplyst", "Alder ukendt");
  }

  @Test
  void equal_reports_are_equal_bytes_from_any_thread() throws Exception {
    byte[] expected = RENDERER.pdf(Samples.usual(ReportLanguage.DA));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<byte[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ReportLanguage language = i % 2 == 0 ? ReportLanguage.DA : ReportLanguage.EN;
        tasks.add(() -> RENDERER.pdf(Samples.usual(language)));
      }
      List<Future<byte[]>> pdfs = threads.invokeAll(tasks);
      for (int i = 0; i < pdfs.size(); i += 2) {
        assertThat(pdfs.get(i).get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void the_stream_gets_the_same_document_and_stays_open() throws Exception {
    RENDERER.prepare();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RENDERER.renderPdf(of(List.of()), out);
    assertThat(out.toByteArray()).isEqualTo(RENDERER.pdf(of(List.of())));
  }

  private static DiagnosisReport of(List<DiagnosisObservation> observations) {
    return Samples.report(ReportLanguage.DA, Samples.CLINIC, observations);
  }
}
