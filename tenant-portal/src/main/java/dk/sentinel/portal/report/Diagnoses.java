package dk.sentinel.portal.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The figures of the report Diagnosekodning, as the API tells them. */
record Diagnoses(
    LocalDate from,
    LocalDate to,
    @Nullable Instant generatedAt,
    long persons,
    long diagnoses,
    List<Row> rows,
    List<Age> ages,
    @Nullable String dataThrough) {
  Diagnoses {
    rows = List.copyOf(Objects.requireNonNullElse(rows, List.of()));
    ages = List.copyOf(Objects.requireNonNullElse(ages, List.of()));
  }

  /** One diagnosis; the share is in percent with two decimals. */
  record Row(
      int rank,
      String code,
      String label,
      long persons,
      BigDecimal share,
      long women,
      long men,
      @Nullable BigDecimal medianAge) {}

  /** One age group; the sex of some persons is not stated. */
  record Age(String band, long women, long men, @Nullable Long unstated) {
    public long all() {
      return women + men + (unstated == null ? 0 : unstated);
    }
  }
}
