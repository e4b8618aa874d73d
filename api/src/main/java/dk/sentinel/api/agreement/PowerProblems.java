package dk.sentinel.api.agreement;

import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.PowerOutcome;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** What is wrong with a power of attorney, or with a decision on one. */
final class PowerProblems {
  static final Problem NOT_FOUND =
      Problem.of(
          "power-not-found",
          HttpStatus.NOT_FOUND,
          "Power of attorney not found",
          "List them: GET powers-of-attorney.");

  static final Problem TOO_LARGE =
      Problem.of(
          "document-too-large",
          HttpStatus.CONTENT_TOO_LARGE,
          "Document too large",
          "A power of attorney may have at most 5 MiB. Scan it with fewer dots.");

  static final Problem NO_PLAIN_PDF =
      Problem.of(
          "no-plain-pdf",
          HttpStatus.BAD_REQUEST,
          "Not a plain PDF",
          "Send a PDF without scripts, attachments, encryption or actions: a scan does.");

  static final Problem NOT_TAKEN =
      Problem.of(
          "power-not-taken",
          HttpStatus.CONFLICT,
          "The power of attorney was not taken in",
          "Everybody named must be an owner of the clinic, and at most five may wait for a"
              + " decision. Invite them as owners first, or wait.");

  private PowerProblems() {}

  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      throw NOT_FOUND.asException();
    }
  }

  /** A decision that stands passes. */
  static void refuseUnlessDone(PowerOutcome outcome) {
    switch (outcome) {
      case DONE -> {}
      case SAME_PERSON ->
          throw conflict(
              "same-person",
              "You have approved it before",
              "Two people approve a power of attorney. Ask a colleague.");
      case OWN_POWER ->
          throw conflict(
              "own-power",
              "It names you",
              "Whom a power of attorney names does not decide on it. Ask two colleagues.");
      case OTHER_SIGNERS ->
          throw conflict(
              "other-signers",
              "Your colleague read another number of signers",
              "Settle with your colleague how many must sign, or refuse the power of attorney.");
      case TOO_FEW_NAMED ->
          throw conflict(
              "too-few-named",
              "It names fewer people than must sign",
              "Refuse it, and have one uploaded that names both.");
      case DECIDED ->
          throw conflict(
              "power-decided",
              "It does not wait for a decision",
              "It was approved, refused, taken back, or its last day is over.");
    }
  }

  private static RuntimeException conflict(String slug, String title, String detail) {
    return Problem.of(slug, HttpStatus.CONFLICT, title, detail).asException();
  }
}
