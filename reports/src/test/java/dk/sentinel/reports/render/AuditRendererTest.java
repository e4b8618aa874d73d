package dk.sentinel.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.audit.AuditReport;
import dk.sentinel.reports.audit.AuditSummary.Month;
import dk.sentinel.reports.audit.AuditTally;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuditRendererTest {
  private static final AuditRenderer RENDERER = new AuditRenderer();
  private static final AuditReport EMPTY =
      Samples.log(
          ReportLanguage.DA,
          LocalDate.of(2026, 1, 1),
          LocalDate.of(2026, 1, 31),
          new AuditTally().summary());

  @Test
  void every_form_of_the_summary_is_pdf_a_2u() throws Exception {
    assertThat(Pdf.faults(RENDERER.pdf(Samples.log(ReportLanguage.DA)))).isEmpty();
    assertThat(Pdf.faults(RENDERER.pdf(Samples.log(ReportLanguage.EN)))).isEmpty();
    assertThat(Pdf.faults(RENDERER.pdf(EMPTY))).isEmpty();
  }

  @Test
  void the_cover_says_whose_log_which_days_what_was_signed_and_how_to_check_it() throws Exception {
    String cover = Pdf.text(RENDERER.pdf(Samples.log(ReportLanguage.DA)), 1);
    assertThat(cover)
        .contains("Behandlingslog: oversigt", "Ærø Fysioterapi & Træning", "CVR 99000004")
        .contains("1. februar 2024 – ", "9.000", "9f86d081")
        .contains("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", "— sentinel.dk/log/")
        .contains("sentinel-verify.jar", "--since");
    assertThat(Pdf.text(RENDERER.pdf(Samples.log(ReportLanguage.EN)), 1))
        .contains("Audit log: summary", "9,000", "How to check it", "1 February 2024 – ");
  }

  @Test
  void counts_and_lists_are_printed_in_words_and_the_lists_end() throws Exception {
    byte[] pdf = RENDERER.pdf(Samples.log(ReportLanguage.DA));
    String text = text(pdf);
    assertThat(text)
        .contains("Gemte journaldata for en person", "Ågot Ejer", "Klinikejer", "Frida Fys")
        .contains("Afvist · diagnosekodning", "Kvalitetsarbejde", "Revisor", "projekt – Afvist")
        .containsPattern("… og [0-9]+ til")
        .doesNotContain("project.enrol", "null", "id-owner");
    assertThat(Pdf.pages(pdf)).isBetween(10, 25);
  }

  @Test
  void a_period_without_acts_says_so() throws Exception {
    String text = text(RENDERER.pdf(EMPTY));
    assertThat(text)
        .contains("Der er ingen handlinger i perioden.", "1. januar 2026 – 31. januar 2026")
        .contains("udsnit", "Ingen i perioden.")
        .doesNotContain("null");
  }

  @Test
  void a_log_without_entries_is_printed_too() throws Exception {
    byte[] pdf =
        RENDERER.pdf(Samples.log(ReportLanguage.EN, null, null, new AuditTally().summary()));
    assertThat(Pdf.faults(pdf)).isEmpty();
    assertThat(text(pdf)).contains("There are no acts").doesNotContain("null");
  }

  @Test
  void equal_summaries_are_equal_bytes() {
    assertThat(RENDERER.pdf(Samples.log(ReportLanguage.DA)))
        .isEqualTo(RENDERER.pdf(Samples.log(ReportLanguage.DA)));
  }

  @Test
  void a_month_of_silence_is_a_bar_of_nothing_and_old_months_leave() {
    YearMonth newest = YearMonth.of(2026, 5);
    assertThat(MonthsChart.last(List.of(new Month(newest.minusMonths(2), 3), new Month(newest, 4))))
        .containsExactly(
            new Month(newest.minusMonths(2), 3),
            new Month(newest.minusMonths(1), 0),
            new Month(newest, 4));
    assertThat(MonthsChart.last(List.of(new Month(newest.minusYears(9), 3), new Month(newest, 4))))
        .hasSize(MonthsChart.MOST)
        .contains(new Month(newest, 4));
  }

  private static String text(byte[] pdf) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int page = 1; page <= Pdf.pages(pdf); page++) {
      text.append(Pdf.text(pdf, page)).append('\n');
    }
    return text.toString();
  }
}
