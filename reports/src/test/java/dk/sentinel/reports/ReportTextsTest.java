package dk.sentinel.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;

final class ReportTextsTest {

  @Test
  void both_languages_have_the_same_texts() {
    assertThat(ReportTexts.in(ReportLanguage.DA).bundle().keySet())
        .isEqualTo(ReportTexts.in(ReportLanguage.EN).bundle().keySet());
  }

  @Test
  void texts_that_templates_print_unformatted_have_no_marks_of_a_format() {
    for (ReportLanguage language : ReportLanguage.values()) {
      ReportTexts texts = ReportTexts.in(language);
      for (String key : texts.bundle().keySet()) {
        String raw = texts.bundle().getString(key);
        if (!raw.contains("{") && !key.startsWith("format.")) {
          assertThat(texts.get(key)).as(key).isEqualTo(raw);
        }
      }
    }
  }

  @Test
  void one_ydernummer_and_several_are_named_rightly() {
    ReportTexts texts = ReportTexts.in(ReportLanguage.DA);
    assertThat(texts.get("report.ydernumre", 1, "012345")).isEqualTo("Ydernummer 012345");
    assertThat(texts.get("report.ydernumre", 2, "012345, 012346"))
        .isEqualTo("Ydernumre 012345, 012346");
  }

  @Test
  void a_missing_text_is_a_failure() {
    assertThatThrownBy(() -> ReportTexts.in(ReportLanguage.DA).get("no.such.text"))
        .isInstanceOf(MissingResourceException.class);
  }

  @Test
  void the_catalogue_finds_a_report_by_its_code_only() {
    assertThat(ReportDefinition.ofCode("diagnosekodning"))
        .hasValue(ReportDefinition.DIAGNOSEKODNING);
    assertThat(ReportDefinition.ofCode("Diagnosekodning")).isEmpty();
    assertThat(ReportDefinition.DIAGNOSEKODNING.name(ReportLanguage.EN))
        .isEqualTo("Diagnosis coding");
  }

  @Test
  void a_period_that_ends_before_it_begins_is_refused() {
    LocalDate day = LocalDate.of(2026, 1, 1);
    assertThatThrownBy(() -> new ReportPeriod(day, day.minusDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ReportPeriod(day, day).contains(day)).isTrue();
  }

  @Test
  void language_tags_are_understood_and_others_refused() {
    assertThat(ReportLanguage.ofTag("da")).isEqualTo(ReportLanguage.DA);
    assertThat(ReportLanguage.ofTag("en-GB")).isEqualTo(ReportLanguage.EN);
    assertThatThrownBy(() -> ReportLanguage.ofTag("de"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
