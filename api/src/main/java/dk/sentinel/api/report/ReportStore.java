package dk.sentinel.api.report;

import dk.sentinel.compliance.tenancy.Scope;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.diagnosis.DiagnosisObservation;
import dk.sentinel.reports.diagnosis.Sex;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads what reports are made of, under the clinic's row-level security. */
final class ReportStore {
  /** Only what was registered less than five years ago may be retrieved (sundhedsloven § 42 d). */
  private static final int YEARS = 5;

  Mono<List<DiagnosisObservation>> diagnoses(
      TenantTransaction transaction, ReportPeriod period, LocalDate today) {
    return transaction
        .sql()
        .sql(
            """
            select subject_id, code, recorded_on, sex, birth_month from databank.current_diagnosis
             where recorded_on between :from and :to and recorded_on > :floor
            """)
        .bind("from", period.from())
        .bind("to", period.to())
        .bind("floor", today.minusYears(YEARS))
        .map(ReportStore::observation)
        .all()
        .collectList();
  }

  /** The clinic, with those of its ydernumre that the reader's figures are of. */
  Mono<ReportClinic> clinic(TenantTransaction transaction) {
    Scope scope = transaction.act().scope();
    return transaction
        .sql()
        .sql(
            """
            select c.name, c.cvr,
                   array(select distinct y.number from tenancy.ydernummer y
                          where y.clinic_id = c.clinic_id
                            and (:all or y.number = any (:scope)) order by 1) as ydernumre
              from tenancy.clinic c
            """)
        .bind("all", scope.ydernumre() == null)
        .bind(
            "scope", Objects.requireNonNullElse(scope.ydernumre(), Set.of()).toArray(String[]::new))
        .map(row ->
            new ReportClinic(
                required(row, "name", String.class),
                required(row, "cvr", String.class),
                List.of(required(row, "ydernumre", String[].class))))
        .one();
  }

  private static DiagnosisObservation observation(Readable row) {
    LocalDate recorded = required(row, "recorded_on", LocalDate.class);
    return new DiagnosisObservation(
        required(row, "code", String.class),
        required(row, "subject_id", UUID.class),
        sex(required(row, "sex", String.class)),
        age(row.get("birth_month", LocalDate.class), recorded),
        recorded);
  }

  private static Sex sex(String stored) {
    return switch (stored) {
      case "female" -> Sex.WOMAN;
      case "male" -> Sex.MAN;
      default -> Sex.UNSTATED;
    };
  }

  /** Whole years; the day of birth is not kept, so a birthday counts from its month's first day. */
  private static @Nullable Integer age(@Nullable LocalDate birthMonth, LocalDate recorded) {
    if (birthMonth == null || birthMonth.isAfter(recorded)) {
      return null;
    }
    return (int) ChronoUnit.YEARS.between(birthMonth, recorded);
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
