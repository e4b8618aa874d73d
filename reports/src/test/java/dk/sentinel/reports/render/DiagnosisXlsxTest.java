package dk.sentinel.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiagnosisXlsxTest {
  private static final ReportRenderer RENDERER = new ReportRenderer();

  @Test
  void three_sheets_are_named_in_the_language_of_the_report() throws Exception {
    assertThat(read(Samples.usual(ReportLanguage.DA)).sheets())
        .containsExactly("Diagnoser", "Alder og køn", "Om rapporten");
    assertThat(read(Samples.usual(ReportLanguage.EN)).sheets())
        .containsExactly("Diagnoses", "Age and sex", "About the report");
  }

  @Test
  void the_figures_come_back_as_numbers() throws Exception {
    DiagnosisReport report = Samples.usual(ReportLanguage.DA);
    Workbook workbook = read(report);
    assertThat(workbook.row(1, 1))
        .extracting(Workbook.Cell::text)
        .containsExactly(
            "Nr.", "Kode", "Betegnelse", "Personer", "Andel %", "Kvinder", "Mænd", "Alder, median");
    for (int row = 0; row < report.figures().rows().size(); row++) {
      var expected = report.figures().rows().get(row);
      List<Workbook.Cell> cells = workbook.row(1, row + 2);
      assertThat(cells.get(1).text()).isEqualTo(expected.code());
      assertThat(cells.get(2).text()).isEqualTo(expected.label());
      assertThat(cells.get(3).number()).isEqualTo(expected.persons());
      assertThat(cells.get(4).number()).isEqualTo(expected.share().doubleValue());
      assertThat(cells.get(5).number()).isEqualTo(expected.women());
    }
    assertThat(workbook.row(2, 2).get(1).number())
        .isEqualTo(report.figures().ages().getFirst().women());
  }

  @Test
  void the_header_row_stays_in_sight_and_columns_have_widths() throws Exception {
    Workbook workbook = read(Samples.usual(ReportLanguage.DA));
    assertThat(workbook.xml(1)).contains("ySplit=\"1\"", "state=\"frozen\"", "customWidth=\"1\"");
  }

  @Test
  void a_name_that_looks_like_a_formula_is_text() throws Exception {
    ReportClinic sly =
        new ReportClinic("=HYPERLINK(\"http://x\";\"y\")", "99000004", List.of("+1-2", "@SUM(A1)"));
    Workbook workbook =
        read(
            Samples.report(
                ReportLanguage.DA, sly, Samples.observations(List.of("=1+1", "-2", "L03"), 20)));
    assertThat(workbook.row(3, 3).get(1).text()).isEqualTo(sly.name());
    for (int sheet = 1; sheet <= 3; sheet++) {
      assertThat(workbook.xml(sheet)).doesNotContain("<f>", "<f ");
    }
    assertThat(workbook.row(1, 2).get(1).kind()).isEqualTo("s");
    assertThat(workbook.row(1, 3).get(1).kind()).isEqualTo("s");
  }

  @Test
  void an_empty_period_is_explained() throws Exception {
    Workbook workbook = read(Samples.report(ReportLanguage.DA, Samples.CLINIC, List.of()));
    assertThat(workbook.texts()).contains("Ingen diagnoser i perioden");
    assertThat(workbook.row(1, 2)).isEmpty();
  }

  private static Workbook read(DiagnosisReport report) throws Exception {
    return Workbook.read(RENDERER.xlsx(report));
  }
}
