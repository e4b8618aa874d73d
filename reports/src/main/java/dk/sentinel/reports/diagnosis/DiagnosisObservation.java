package dk.sentinel.reports.diagnosis;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One diagnosis of one person, as the databank holds it. The caller hands over diagnoses that are
 * in force only: superseded ones and ones entered in error are left out.
 *
 * @param code the ICPC-2 code, in capitals without spaces, such as "L03"
 * @param subject the person's pseudonym; the same person has the same pseudonym throughout
 * @param sex the person's sex
 * @param ageYears whole years on the day of recording, or null when the date of birth is unknown
 * @param recorded the day the diagnosis was recorded, in the Danish calendar
 */
public record DiagnosisObservation(
    String code, UUID subject, Sex sex, @Nullable Integer ageYears, LocalDate recorded) {

  /** Refuses a negative age and an empty code: both are faults of the caller. */
  public DiagnosisObservation {
    if (code.isBlank()) {
      throw new IllegalArgumentException("A diagnosis has a code");
    }
    if (ageYears != null && ageYears < 0) {
      throw new IllegalArgumentException("A diagnosis is recorded after birth");
    }
  }
}
