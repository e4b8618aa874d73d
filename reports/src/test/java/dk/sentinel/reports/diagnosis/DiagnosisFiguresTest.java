package dk.sentinel.reports.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.diagnosis.DiagnosisFigures.AgeGroup;
import dk.sentinel.reports.diagnosis.DiagnosisFigures.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DiagnosisFiguresTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final ReportPeriod JANUARY = new ReportPeriod(FIRST, LocalDate.of(2026, 1, 31));
  private static final DiagnosisCodeLabels LABELS = DiagnosisCodeLabels.own(ReportLanguage.DA);

  @Test
  void a_person_counts_once_per_code_however_often_it_was_recorded() {
    DiagnosisFigures figures =
        figures(
            seen("L03", 1, Sex.WOMAN, 50, 3),
            seen("L03", 1, Sex.WOMAN, 50, 9),
            seen("L90", 1, Sex.WOMAN, 50, 9));
    assertThat(figures.persons()).isEqualTo(1);
    assertThat(figures.diagnoses()).isEqualTo(2);
    assertThat(figures.rows())
        .allSatisfy(row -> assertThat(row.persons()).isEqualTo(1))
        .extracting(row -> row.share().toPlainString())
        .containsExactly("100.00", "100.00");
  }

  @Test
  void shares_have_two_decimals_and_are_rounded_half_up() {
    assertThat(DiagnosisCount.share(1, 3)).isEqualTo(new BigDecimal("33.33"));
    assertThat(DiagnosisCount.share(2, 3)).isEqualTo(new BigDecimal("66.67"));
    assertThat(DiagnosisCount.share(1, 8)).isEqualTo(new BigDecimal("12.50"));
    assertThat(DiagnosisCount.share(1, 800)).isEqualTo(new BigDecimal("0.13"));
    assertThat(DiagnosisCount.share(1, 32)).isEqualTo(new BigDecimal("3.13"));
    assertThat(DiagnosisCount.share(7, 7)).isEqualTo(new BigDecimal("100.00"));
    assertThat(DiagnosisCount.share(30_000_000, 40_000_000)).isEqualTo(new BigDecimal("75.00"));
  }

  @Test
  void rows_are_ranked_by_persons_and_ties_share_a_rank() {
    DiagnosisFigures figures =
        figures(
            seen("L90", 1, Sex.MAN, 60, 1),
            seen("L90", 2, Sex.MAN, 60, 1),
            seen("L15", 3, Sex.MAN, 60, 1),
            seen("L01", 4, Sex.MAN, 60, 1),
            seen("L99", 5, Sex.MAN, 60, 1),
            seen("L99", 6, Sex.MAN, 60, 1),
            seen("N86", 7, Sex.MAN, 60, 1));
    assertThat(figures.rows())
        .extracting(Row::code)
        .containsExactly("L90", "L99", "L01", "L15", "N86");
    assertThat(figures.rows()).extracting(Row::rank).containsExactly(1, 1, 3, 3, 3);
  }

  @Test
  void both_ends_of_the_period_are_counted_and_nothing_outside() {
    DiagnosisFigures figures =
        figures(
            seen("L01", 1, Sex.MAN, 60, 0),
            seen("L01", 2, Sex.MAN, 60, 30),
            seen("L01", 3, Sex.MAN, 60, -1),
            seen("L01", 4, Sex.MAN, 60, 31));
    assertThat(figures.persons()).isEqualTo(2);
  }

  @Test
  void age_is_taken_from_the_first_recording_in_the_period() {
    DiagnosisFigures figures =
        figures(
            seen("L03", 1, Sex.WOMAN, 16, -5),
            seen("L03", 1, Sex.WOMAN, 18, 20),
            seen("L03", 1, Sex.WOMAN, 17, 2),
            seen("L86", 1, Sex.WOMAN, 18, 21));
    assertThat(figures.rows())
        .extracting(row -> String.valueOf(row.medianAge()))
        .containsExactly("17", "18");
    assertThat(figures.ages().getFirst()).isEqualTo(new AgeGroup("0-17", 1, 0, 0));
  }

  @Test
  void the_median_of_an_even_number_lies_between_and_is_written_plainly() {
    assertThat(medianOf(40, 45)).isEqualTo("42.5");
    assertThat(medianOf(40, 60)).isEqualTo("50");
    assertThat(medianOf(10, 70, 100)).isEqualTo("70");
    assertThat(medianOf((Integer) null)).isEqualTo("null");
    assertThat(medianOf(null, 33)).isEqualTo("33");
  }

  @Test
  void every_age_falls_in_its_group() {
    List<DiagnosisObservation> people = new ArrayList<>();
    int[] ages = {0, 17, 18, 29, 30, 39, 40, 49, 50, 59, 60, 69, 70, 79, 80, 104};
    for (int age : ages) {
      people.add(seen("L03", age, Sex.MAN, age, 1));
    }
    assertThat(DiagnosisFigures.of(JANUARY, people, LABELS).ages())
        .hasSize(8)
        .allSatisfy(group -> assertThat(group.men()).isEqualTo(2))
        .extracting(AgeGroup::band)
        .containsExactly("0-17", "18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+");
  }

  @Test
  void a_person_of_unknown_age_or_sex_is_still_counted() {
    DiagnosisFigures figures =
        figures(seen("L03", 1, Sex.UNSTATED, null, 1), seen("L03", 2, Sex.WOMAN, 70, 1));
    Row row = figures.rows().getFirst();
    assertThat(row.persons()).isEqualTo(2);
    assertThat(row.women() + row.men()).isEqualTo(1);
    assertThat(figures.ages().getLast()).isEqualTo(new AgeGroup("unknown", 0, 0, 1));
  }

  @Test
  void the_sums_agree_whatever_comes_in_and_the_order_does_not_matter() {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      List<DiagnosisObservation> seen = new ArrayList<>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        seen.add(
            seen(
                "L" + (10 + random.nextInt(20)),
                random.nextInt(25),
                List.of(Sex.values()).get(random.nextInt(3)),
                random.nextInt(10) == 0 ? null : random.nextInt(100),
                random.nextInt(40) - 4));
      }
      DiagnosisFigures figures = DiagnosisFigures.of(JANUARY, seen, LABELS);
      assertSumsAgree(figures);
      Collections.shuffle(seen, random);
      assertThat(DiagnosisFigures.of(JANUARY, seen, LABELS)).isEqualTo(figures);
    }
  }

  private static void assertSumsAgree(DiagnosisFigures figures) {
    BigDecimal hundred = BigDecimal.valueOf(100);
    BigDecimal shares = BigDecimal.ZERO;
    for (Row row : figures.rows()) {
      assertThat(row.share()).isBetween(BigDecimal.ZERO, hundred);
      assertThat(row.share().scale()).isEqualTo(2);
      assertThat(row.women() + row.men()).isLessThanOrEqualTo(row.persons());
      shares = shares.add(row.share());
    }
    assertThat(figures.rows().stream().mapToInt(Row::persons).sum()).isEqualTo(figures.diagnoses());
    assertThat(figures.ages().stream().mapToInt(AgeGroup::persons).sum())
        .isEqualTo(figures.persons());
    if (!figures.isEmpty()) {
      // each rounded share is at most half a hundredth off
      BigDecimal exact =
          BigDecimal.valueOf(100L * figures.diagnoses())
              .divide(BigDecimal.valueOf(figures.persons()), 6, RoundingMode.HALF_UP);
      BigDecimal slack =
          new BigDecimal("0.005001").multiply(BigDecimal.valueOf(figures.rows().size()));
      assertThat(shares.subtract(exact).abs()).isLessThanOrEqualTo(slack);
    }
  }

  @Test
  void no_observation_gives_empty_figures_with_every_age_group() {
    DiagnosisFigures figures = figures();
    assertThat(figures.isEmpty()).isTrue();
    assertThat(figures.persons()).isZero();
    assertThat(figures.ages()).hasSize(8);
  }

  private static String medianOf(@Nullable Integer... ages) {
    List<DiagnosisObservation> seen = new ArrayList<>();
    for (Integer age : ages) {
      seen.add(seen("L03", seen.size(), Sex.MAN, age, 1));
    }
    return String.valueOf(DiagnosisFigures.of(JANUARY, seen, LABELS).rows().getFirst().medianAge());
  }

  private static DiagnosisFigures figures(DiagnosisObservation... observations) {
    return DiagnosisFigures.of(JANUARY, List.of(observations), LABELS);
  }

  private static DiagnosisObservation seen(
      String code, int person, Sex sex, @Nullable Integer age, int day) {
    return new DiagnosisObservation(code, new UUID(1, person), sex, age, FIRST.plusDays(day));
  }
}
