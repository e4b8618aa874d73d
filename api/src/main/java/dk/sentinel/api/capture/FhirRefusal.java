package dk.sentinel.api.capture;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A submission that is refused as a whole; becomes a FHIR OperationOutcome. Carries no value. */
final class FhirRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String issue;
  private final @Nullable String gate;

  /**
   * A refusal.
   *
   * @param issue FHIR IssueType, such as {@code invalid}
   * @param advice what the sender can do
   */
  FhirRefusal(HttpStatus status, String issue, String advice) {
    this(status, issue, advice, null);
  }

  FhirRefusal(HttpStatus status, String issue, String advice, @Nullable String gate) {
    super(advice, null, false, false);
    this.status = status;
    this.issue = issue;
    this.gate = gate;
  }

  HttpStatus status() {
    return status;
  }

  String issue() {
    return issue;
  }

  String advice() {
    return String.valueOf(getMessage());
  }

  @Nullable String gate() {
    return gate;
  }
}
