package dk.sentinel.api.problem;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;

/** A problem as a FHIR OperationOutcome: what a FHIR client understands. */
final class FhirOutcome {
  static final MediaType MEDIA_TYPE = MediaType.valueOf("application/fhir+json");

  private FhirOutcome() {}

  /** Whether a FHIR client asked. */
  static boolean isFor(ServerWebExchange exchange) {
    String path = exchange.getRequest().getPath().pathWithinApplication().value();
    return path.equals("/fhir") || path.startsWith("/fhir/");
  }

  static Map<String, Object> of(Problem problem, ServerWebExchange exchange) {
    return Map.of(
        "resourceType",
        "OperationOutcome",
        "id",
        Correlation.of(exchange).toString(),
        "issue",
        List.of(
            Map.of(
                "severity",
                "error",
                "code",
                issue(problem.status()),
                "details",
                Map.of(
                    "coding",
                    List.of(
                        Map.of("system", "https://sentinel.dk/problems", "code", problem.slug()))),
                "diagnostics",
                problem.detail())));
  }

  /** FHIR's IssueType. */
  private static String issue(HttpStatus status) {
    return switch (status) {
      case UNAUTHORIZED -> "login";
      case FORBIDDEN -> "forbidden";
      case NOT_FOUND -> "not-found";
      case CONFLICT -> "conflict";
      case CONTENT_TOO_LARGE -> "too-long";
      case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE -> "not-supported";
      case TOO_MANY_REQUESTS -> "throttled";
      case SERVICE_UNAVAILABLE -> "transient";
      default -> status.is4xxClientError() ? "invalid" : "exception";
    };
  }
}
