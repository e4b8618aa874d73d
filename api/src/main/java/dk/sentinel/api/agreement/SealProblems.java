package dk.sentinel.api.agreement;

import dk.sentinel.api.problem.Problem;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** What can be in the way of a sealed document. */
final class SealProblems {
  static final Problem SIGNATURE_NOT_FOUND =
      Problem.of(
          "signature-not-found",
          HttpStatus.NOT_FOUND,
          "Signature not found",
          "The clinic has no signature with this id. Choose one from GET agreement/signatures.");

  static final Problem NOT_SEALED_YET =
      Problem.of(
          "not-sealed-yet",
          HttpStatus.CONFLICT,
          "Sealing is under way",
          "The signature holds; its sealed document is being made. Try again in a minute.");

  private SealProblems() {}

  /** The id of a signature; what is none is the id of no signature. */
  static UUID signature(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException none) {
      throw SIGNATURE_NOT_FOUND.asException();
    }
  }
}
