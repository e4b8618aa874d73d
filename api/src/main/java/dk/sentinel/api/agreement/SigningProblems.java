package dk.sentinel.api.agreement;

import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.SigningRule;
import org.springframework.http.HttpStatus;

/** What a refused signature is called and what to do about it. */
final class SigningProblems {
  static final Problem DOCUMENT_CHANGED =
      conflict(
          "document-changed",
          "The document has changed",
          "Read the current agreement and start signing again with its sha256.");

  static final Problem INTENT_UNKNOWN =
      Problem.of(
          "intent-not-found",
          HttpStatus.NOT_FOUND,
          "Signing intent not found",
          "Start signing again: POST signing-intents with the document's sha256.");

  static final Problem INTENT_USED =
      conflict(
          "intent-used",
          "Already signed",
          "This signing has been completed before. Read the agreement to see its signature.");

  static final Problem HOLDS_ALREADY =
      conflict(
          "holds-already",
          "It holds already",
          "Somebody has given the consent. Read it to see by whom; it can be withdrawn.");

  static final Problem SIGN_IN_NOT_VALID =
      Problem.of(
          "sign-in-not-valid",
          HttpStatus.BAD_REQUEST,
          "Not a valid sign-in",
          "Send the ID token of the sign-in made for this signing, within its lifetime.");

  static final Problem TERMINATED =
      conflict(
          "agreement-terminated",
          "The agreement was terminated",
          "Take the termination back first: POST"
              + " /clinics/{clinicId}/agreement/termination/withdrawal, until the deletion is"
              + " due.");

  private SigningProblems() {}

  static Problem of(SigningRule broken) {
    return switch (broken) {
      case OTHER_DOCUMENT ->
          forbidden(
              "other-document",
              "The signing was begun for another document",
              "Agreement and consent are signed each by itself. Start again with the one that you"
                  + " want to sign.");
      case DOCUMENT_CHANGED -> DOCUMENT_CHANGED;
      case INTENT_EXPIRED ->
          conflict(
              "intent-expired",
              "Too much time has passed",
              "A signing must be completed within ten minutes. Start signing again.");
      case NONCE_MISMATCH ->
          forbidden(
              "nonce-mismatch",
              "The sign-in belongs to another signing",
              "Start signing again and sign in when asked to.");
      case SIGN_IN_NOT_FRESH ->
          forbidden(
              "sign-in-not-fresh",
              "The sign-in is too old",
              "Signing needs a sign-in made for it: prompt=login and max_age=0. Sign in again.");
      case OTHER_PERSON ->
          forbidden(
              "other-person",
              "Another person signed in",
              "The person who started signing must also sign. Start again as yourself.");
      case WRONG_COMPANY ->
          forbidden(
              "wrong-company",
              "Signed in for another company",
              "Sign in with MitID Erhverv for the clinic's own CVR number.");
      case LEVEL_TOO_LOW ->
          forbidden(
              "level-too-low",
              "Level of assurance too low",
              "Sign in at NSIS level Substantial or High.");
      case RIGHT_TO_REPRESENT_UNKNOWN ->
          forbidden(
              "right-to-represent-unknown",
              "The sign-in does not say whether you may represent the company",
              "Let a person sign whom MitID Erhverv names as allowed to represent the company"
                  + " alone, have your right registered in MitID Erhverv, or prove it with a power"
                  + " of attorney.");
      case NO_RIGHT_TO_REPRESENT ->
          forbidden(
              "no-right-to-represent",
              "No right to represent the company",
              "Let a person sign who alone may represent the company, have the right registered in"
                  + " MitID Erhverv, or prove it with a power of attorney.");
      case SIGNED_ALREADY ->
          conflict(
              "signed-already",
              "You have signed already",
              "The company signs jointly: somebody else whom the power of attorney names must sign"
                  + " too.");
      case OTHER_COPY ->
          conflict(
              "other-copy",
              "The first person signed the copy in the other language",
              "Two who sign jointly sign the same document. Read it in the language in which it was"
                  + " signed first, and sign that.");
    };
  }

  private static Problem conflict(String slug, String title, String detail) {
    return Problem.of(slug, HttpStatus.CONFLICT, title, detail);
  }

  private static Problem forbidden(String slug, String title, String detail) {
    return Problem.of(slug, HttpStatus.FORBIDDEN, title, detail);
  }
}
