package dk.sentinel.reports.diagnosis;

import static java.util.Comparator.comparing;

import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.diagnosis.DiagnosisFigures.AgeGroup;
import dk.sentinel.reports.diagnosis.DiagnosisFigures.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts by the definitions of {@link DiagnosisFigures}. */
final class DiagnosisCount {
  private static final List<String> BANDS =
      List.of("0-17", "18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+");
  private static final String UNKNOWN = "unknown";

  /** Which of two recordings is first; the later keys only make equal days come out the same. */
  private static final Comparator<DiagnosisObservation> FIRST =
      comparing(DiagnosisObservation::recorded)
          .thenComparing(DiagnosisObservation::code)
          .thenComparing(DiagnosisObservation::sex)
          .thenComparing(
              DiagnosisObservation::ageYears, Comparator.nullsLast(Comparator.naturalOrder()));

  private DiagnosisCount() {}

  static DiagnosisFigures of(
      ReportPeriod period,
      Collection<DiagnosisObservation> observations,
      DiagnosisCodeLabels labels) {
    Map<UUID, DiagnosisObservation> persons = new HashMap<>();
    Map<String, Map<UUID, DiagnosisObservation>> codes = new TreeMap<>();
    for (DiagnosisObservation seen : observations) {
      if (period.contains(seen.recorded())) {
        persons.merge(seen.subject(), seen, DiagnosisCount::earlier);
        codes
            .computeIfAbsent(seen.code(), code -> new HashMap<>())
            .merge(seen.subject(), seen, DiagnosisCount::earlier);
      }
    }
    return new DiagnosisFigures(
        period,
        labels.language(),
        labels.version(),
        persons.size(),
        codes.values().stream().mapToInt(Map::size).sum(),
        rows(codes, persons.size(), labels),
        ages(persons.values()));
  }

  private static DiagnosisObservation earlier(DiagnosisObservation a, DiagnosisObservation b) {
    return FIRST.compare(a, b) <= 0 ? a : b;
  }

  private static List<Row> rows(
      Map<String, Map<UUID, DiagnosisObservation>> codes, int all, DiagnosisCodeLabels labels) {
    List<Map.Entry<String, Map<UUID, DiagnosisObservation>>> order =
        new ArrayList<>(codes.entrySet());
    order.sort(
        Comparator.<Map.Entry<String, Map<UUID, DiagnosisObservation>>>comparingInt(
                entry -> -entry.getValue().size())
            .thenComparing(Map.Entry::getKey));
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, Map<UUID, DiagnosisObservation>> entry : order) {
      Collection<DiagnosisObservation> firsts = entry.getValue().values();
      boolean tie = !rows.isEmpty() && rows.getLast().persons() == firsts.size();
      int rank = tie ? rows.getLast().rank() : rows.size() + 1;
      rows.add(row(rank, entry.getKey(), labels.labelOf(entry.getKey()), firsts, all));
    }
    return rows;
  }

  private static Row row(
      int rank, String code, String label, Collection<DiagnosisObservation> firsts, int all) {
    return new Row(
        rank,
        code,
        label,
        firsts.size(),
        share(firsts.size(), all),
        count(firsts, Sex.WOMAN),
        count(firsts, Sex.MAN),
        median(firsts));
  }

  static BigDecimal share(int part, int whole) {
    return BigDecimal.valueOf(100L * part)
        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
  }

  private static int count(Collection<DiagnosisObservation> firsts, Sex sex) {
    return (int) firsts.stream().filter(first -> first.sex() == sex).count();
  }

  private static @Nullable BigDecimal median(Collection<DiagnosisObservation> firsts) {
    int[] ages =
        firsts.stream()
            .map(DiagnosisObservation::ageYears)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    if (ages.length == 0) {
      return null;
    }
    int twice = ages[(ages.length - 1) / 2] + ages[ages.length / 2];
    return twice % 2 == 0 ? BigDecimal.valueOf(twice / 2) : BigDecimal.valueOf(twice * 5L, 1);
  }

  private static List<AgeGroup> ages(Collection<DiagnosisObservation> persons) {
    List<AgeGroup> groups = new ArrayList<>();
    for (String band : BANDS) {
      groups.add(group(band, persons));
    }
    AgeGroup unknown = group(UNKNOWN, persons);
    if (unknown.persons() > 0) {
      groups.add(unknown);
    }
    return groups;
  }

  private static AgeGroup group(String band, Collection<DiagnosisObservation> persons) {
    List<DiagnosisObservation> members =
        persons.stream().filter(person -> bandOf(person.ageYears()).equals(band)).toList();
    return new AgeGroup(
        band, count(members, Sex.WOMAN), count(members, Sex.MAN), count(members, Sex.UNSTATED));
  }

  private static String bandOf(@Nullable Integer age) {
    if (age == null) {
      return UNKNOWN;
    }
    if (age < 18) {
      return BANDS.getFirst();
    }
    return age < 30 ? BANDS.get(1) : BANDS.get(Math.min(age / 10 - 1, BANDS.size() - 1));
  }
}
