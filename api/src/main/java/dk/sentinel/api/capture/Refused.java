package dk.sentinel.api.capture;

import dk.sentinel.compliance.privacy.Deviation;
import dk.sentinel.compliance.privacy.Gate;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was refused, named by its place and never by its values.
 *
 * @param index its place in the Bundle, from 0
 * @param resourceType its type; empty when it has none
 * @param reason why
 * @param gate the closed gate, when that is why
 */
record Refused(int index, String resourceType, Reason reason, @Nullable Gate gate) {
  Refused(ReceivedBundle.Entry entry, Reason reason) {
    this(entry.index(), entry.type(), reason, null);
  }

  /** What the controller's instruction lacked; null when the entry itself is at fault. */
  Deviation.@Nullable Reason deviatesBy() {
    return gate == null
        ? (reason == Reason.SCOPE_MISSING ? Deviation.Reason.KIND : null)
        : Deviation.Reason.of(gate);
  }

  /** Why an entry is refused, and what the sender can do. */
  enum Reason {
    NO_RESOURCE("no-resource", "The entry has no resource with a resourceType."),
    MISSING_ID("missing-id", "Give the resource an id that stays the same when it is sent again."),
    DUPLICATE_ID("duplicate-id", "The Bundle has two resources of this type with the same id."),
    MISSING_PERSON_NUMBER(
        "missing-person-number", "The Patient needs a CPR number or an X-eCPR as identifier."),
    INVALID_PERSON_NUMBER(
        "invalid-person-number", "The identifier is not a CPR number: its date does not exist."),
    PERSON_NUMBER_NOT_ALLOWED(
        "person-number-not-allowed",
        "Test persons (day plus 60, national test numbers) belong in demo and test, real ones in"
            + " production."),
    BIRTH_DATE_MISMATCH(
        "birth-date-mismatch", "Patient.birthDate and the CPR number tell different dates."),
    IMPOSSIBLE_DATE(
        "impossible-date", "The date does not exist, lies in the future or before the birth."),
    MISSING_DATE("missing-date", "The resource needs the day on which it happened."),
    UNKNOWN_PATIENT(
        "unknown-patient", "The subject must refer to a Patient in the Bundle that was accepted."),
    INVALID_CODE("invalid-code", "The code does not have the form of its code system."),
    SCOPE_MISSING(
        "scope-missing",
        "The token's scopes or the system's registration do not cover this type of resource."),
    GATE_CLOSED(
        "gate-closed", "The named gate was closed on the day of this datum; it is not kept.");

    private final String code;
    private final String advice;

    Reason(String code, String advice) {
      this.code = code;
      this.advice = advice;
    }

    String code() {
      return code;
    }

    String advice() {
      return advice;
    }
  }
}
