package dk.sentinel.api.capture;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a resource after minimisation: only this can be stored. The person is still named
 * by the number that came; {@link Capture} replaces it by a subject before anything is written.
 */
sealed interface MinimisedEntry {
  /** Its place in the Bundle. */
  int index();

  /** The FHIR type it came from. */
  String type();

  /** What the sending system calls it. */
  String sourceId();

  /** The same under another name. */
  MinimisedEntry withSourceId(String other);

  /** The person's number, as it came. */
  String person();

  /** Everything that makes a further version when it changes, in a fixed order. */
  String content();

  /**
   * Sex and month of birth.
   *
   * @param sex female, male or unknown
   * @param birthMonth the first day of the month of birth
   */
  record Patient(int index, String sourceId, String person, String sex, LocalDate birthMonth)
      implements MinimisedEntry {
    @Override
    public MinimisedEntry withSourceId(String other) {
      return new Patient(index, other, person, sex, birthMonth);
    }

    @Override
    public String type() {
      return "Patient";
    }

    @Override
    public String content() {
      return sex + "|" + birthMonth;
    }
  }

  /** What happened to a person on a day. */
  sealed interface Dated extends MinimisedEntry {
    /** The day that the gates are asked for. */
    LocalDate day();
  }

  /**
   * A diagnosis.
   *
   * @param code ICPC-2
   * @param day when it was recorded
   * @param onset when the illness began, if told
   * @param status active or entered-in-error
   */
  record Diagnosis(
      int index,
      String sourceId,
      String person,
      String code,
      LocalDate day,
      @Nullable LocalDate onset,
      String status)
      implements Dated {
    @Override
    public MinimisedEntry withSourceId(String other) {
      return new Diagnosis(index, other, person, code, day, onset, status);
    }

    @Override
    public String type() {
      return "Condition";
    }

    @Override
    public String content() {
      return code + "|" + day + "|" + onset + "|" + status;
    }
  }

  /** A contact. */
  record Contact(int index, String sourceId, String person, LocalDate day) implements Dated {
    @Override
    public MinimisedEntry withSourceId(String other) {
      return new Contact(index, other, person, day);
    }

    @Override
    public String type() {
      return "Encounter";
    }

    @Override
    public String content() {
      return day.toString();
    }
  }

  /**
   * A service.
   *
   * @param code the four digits of the ydelseskode
   */
  record Service(int index, String sourceId, String person, String code, LocalDate day)
      implements Dated {
    @Override
    public MinimisedEntry withSourceId(String other) {
      return new Service(index, other, person, code, day);
    }

    @Override
    public String type() {
      return "Procedure";
    }

    @Override
    public String content() {
      return code + "|" + day;
    }
  }

  /**
   * A referral.
   *
   * @param code the referral's ICPC-2 code, if told
   */
  record Referral(int index, String sourceId, String person, @Nullable String code, LocalDate day)
      implements Dated {
    @Override
    public MinimisedEntry withSourceId(String other) {
      return new Referral(index, other, person, code, day);
    }

    @Override
    public String type() {
      return "ServiceRequest";
    }

    @Override
    public String content() {
      return code + "|" + day;
    }
  }
}
