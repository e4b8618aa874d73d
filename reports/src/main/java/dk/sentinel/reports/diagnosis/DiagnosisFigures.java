package dk.sentinel.reports.diagnosis;

import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportPeriod;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a clinic coded in a period, counted by these definitions, which are printed on the report:
 *
 * <ul>
 *   <li>A person counts once per code, however often the code was recorded.
 *   <li>A row's share is the persons with the code out of all persons with any diagnosis in the
 *       period, in percent with two decimals, rounded half up. A person may have several codes, so
 *       the shares may add up to more than 100.
 *   <li>Superseded diagnoses and diagnoses entered in error are left out (the caller's promise).
 *   <li>Age is the person's age on the day of the first recording in the period: of the code for a
 *       row's median age, of any code for the age groups. Sex is taken from the same recording.
 * </ul>
 *
 * <p>The figures are the clinic's own and carry no protection against recognising a person: they
 * are for the clinic's eyes only.
 *
 * @param period the days counted
 * @param language the language of the labels
 * @param labels which list the labels come from, such as "sentinel-1"
 * @param persons persons with at least one diagnosis in the period
 * @param diagnoses the sum of the rows' persons: each person's different codes
 * @param rows one per code, most persons first, then by code
 * @param ages the eight age groups always, then one for unknown age only when there is any
 */
public record DiagnosisFigures(
    ReportPeriod period,
    ReportLanguage language,
    String labels,
    int persons,
    int diagnoses,
    List<Row> rows,
    List<AgeGroup> ages) {

  /** Keeps its own copies of the lists. */
  public DiagnosisFigures {
    rows = List.copyOf(rows);
    ages = List.copyOf(ages);
  }

  /**
   * Counts the observations that were recorded in the period; others are not counted. The result
   * does not depend on the order of the observations.
   */
  public static DiagnosisFigures of(
      ReportPeriod period,
      Collection<DiagnosisObservation> observations,
      DiagnosisCodeLabels labels) {
    return DiagnosisCount.of(period, observations, labels);
  }

  /** Whether the period has no diagnosis at all. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * One code.
   *
   * @param rank 1 for the most used; codes with equally many persons share the rank
   * @param code the ICPC-2 code
   * @param label the short label
   * @param persons persons with the code
   * @param share percent of all persons, scale 2
   * @param women women among them
   * @param men men among them; women and men are fewer than persons where the sex is not stated
   * @param medianAge years, whole or with one decimal; null when no age is known
   */
  public record Row(
      int rank,
      String code,
      String label,
      int persons,
      BigDecimal share,
      int women,
      int men,
      @Nullable BigDecimal medianAge) {}

  /**
   * One age group.
   *
   * @param band "0-17", "18-29", "30-39", … "70-79", "80+" or "unknown"
   * @param women women in the group
   * @param men men in the group
   * @param unstated persons in the group whose sex is not stated
   */
  public record AgeGroup(String band, int women, int men, int unstated) {

    /** Everybody in the group. */
    public int persons() {
      return women + men + unstated;
    }
  }
}
