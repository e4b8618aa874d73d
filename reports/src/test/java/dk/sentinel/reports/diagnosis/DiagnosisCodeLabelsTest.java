package dk.sentinel.reports.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.reports.ReportLanguage;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DiagnosisCodeLabelsTest {

  @Test
  void chapter_l_is_whole_in_both_languages() {
    Set<String> codes = new TreeSet<>(Set.of("N86", "N87", "N99", "K90"));
    IntStream.rangeClosed(1, 99)
        .filter(code -> code != 6 && (code < 21 || code > 25) && (code < 30 || code > 69))
        .forEach(code -> codes.add("L%02d".formatted(code)));
    assertThat(codes).hasSize(53 + 4);
    for (ReportLanguage language : ReportLanguage.values()) {
      Map<String, String> labels = DiagnosisCodeLabels.own(language).all();
      assertThat(labels.keySet()).isEqualTo(codes);
      assertThat(labels.values()).doesNotHaveDuplicates().noneMatch(String::isBlank);
    }
  }

  @Test
  void the_codes_of_the_guide_bear_its_words() {
    DiagnosisCodeLabels labels = DiagnosisCodeLabels.own(ReportLanguage.DA);
    assertThat(labels.labelOf("L83")).isEqualTo("Cervikalsyndrom");
    assertThat(labels.labelOf("L86")).isEqualTo("Rygsyndrom med smerteudstråling");
    assertThat(labels.labelOf("L03")).isEqualTo("Symptom/klage fra lænd");
    assertThat(labels.labelOf("L15")).isEqualTo("Knæ – symptom");
  }

  @Test
  void a_code_without_label_says_so() {
    assertThat(DiagnosisCodeLabels.own(ReportLanguage.DA).labelOf("P76"))
        .isEqualTo("Kode uden betegnelse");
    assertThat(DiagnosisCodeLabels.own(ReportLanguage.EN).labelOf("P76"))
        .isEqualTo("Code without label");
  }

  @Test
  void imported_labels_take_the_place_of_the_own_ones() {
    DiagnosisCodeLabels imported =
        DiagnosisCodeLabels.imported(ReportLanguage.DA, "liste-2026", Map.of("L15", "Knæ"));
    assertThat(imported.labelOf("L15")).isEqualTo("Knæ");
    assertThat(imported.labelOf("L03")).isEqualTo("Kode uden betegnelse");
    assertThat(imported.version()).isEqualTo("liste-2026");
  }
}
