package dk.sentinel.infra.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One patient's course of treatment.
 *
 * @param patient who
 * @param referredOn the doctor's referral
 * @param visits in time order, at least one
 * @param diagnoses none when the clinic forgot to code
 */
record Course(
    Patient patient, LocalDate referredOn, List<Visit> visits, List<Diagnosis> diagnoses) {

  /**
   * Somebody who does not exist.
   *
   * @param id the practice system's own id
   * @param cpr ten digits, day of birth plus 60
   */
  record Patient(
      UUID id, String cpr, boolean woman, LocalDate birth, String givenName, String familyName) {}

  /**
   * One contact.
   *
   * @param start local Danish time
   * @param service the service code
   * @param note what a physiotherapist wrote, if anything: sent as real systems do, never kept
   */
  record Visit(UUID id, LocalDateTime start, String service, @Nullable String note) {}

  /**
   * One diagnosis code set at a visit.
   *
   * @param visit at which
   * @param note free text as above
   */
  record Diagnosis(UUID id, String code, Visit visit, @Nullable String note) {}
}
