package dk.sentinel.api.problem;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * An answer that says what went wrong and what to do about it (RFC 9457). The slug is a promise to
 * callers; title and detail are for people. None of them ever repeats a value that the caller sent.
 *
 * @param slug last part of the problem's {@code type}
 * @param status HTTP status
 * @param title what this kind of problem is
 * @param detail what the reader can do
 * @param members further members of the body
 */
public record Problem(
    String slug, HttpStatus status, String title, String detail, Map<String, Object> members) {
  private static final String TYPES = "https://sentinel.dk/problems/";

  /** No such clinic, or none that the caller may know of: the same answer for both. */
  public static final Problem CLINIC_NOT_FOUND =
      of(
          "clinic-not-found",
          HttpStatus.NOT_FOUND,
          "Clinic not found",
          "There is no clinic with this id that you have a role in. Choose one from GET /me.");

  /** The caller's role does not allow the call. */
  public static final Problem FORBIDDEN =
      of(
          "forbidden",
          HttpStatus.FORBIDDEN,
          "Not allowed",
          "Your sign-in does not give the right to do this.");

  /** The database is away or too slow. */
  public static final Problem UNAVAILABLE =
      of(
          "temporarily-unavailable",
          HttpStatus.SERVICE_UNAVAILABLE,
          "Temporarily unavailable",
          "Nothing was changed. Try again in a few seconds.");

  /** A fault of the program. */
  public static final Problem INTERNAL =
      of(
          "internal-error",
          HttpStatus.INTERNAL_SERVER_ERROR,
          "Internal error",
          "Nothing was changed. Report the correlationId to the operator.");

  /** A problem without further members. */
  public static Problem of(String slug, HttpStatus status, String title, String detail) {
    return new Problem(slug, status, title, detail, Map.of());
  }

  /** The request's fields break rules; each is named, none is repeated. */
  public static Problem invalid(List<FieldError> errors) {
    return new Problem(
        "invalid-request",
        HttpStatus.BAD_REQUEST,
        "Invalid request",
        "Correct the fields named in errors and send the request again.",
        Map.of("errors", errors));
  }

  /** One field breaks a rule. */
  public static Problem invalid(String field, String rule) {
    return invalid(List.of(new FieldError(field, rule)));
  }

  /**
   * A field and the rule it breaks.
   *
   * @param field its name
   * @param rule what it must be
   */
  public record FieldError(String field, String rule) {}

  /** The stable identifier of this kind of problem. */
  public URI type() {
    return URI.create(TYPES + slug);
  }

  /** This problem as an error at the edge of the API. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
