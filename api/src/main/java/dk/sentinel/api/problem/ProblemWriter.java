package dk.sentinel.api.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every error of the API, wherever it arose, with problem+json, or with what FHIR clients
 * read. What broke is logged with its classes and places, without messages: those of a database or
 * a parser can carry values.
 */
@Component
@Order(-2)
final class ProblemWriter implements WebExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      log(exchange, error);
      return Mono.error(error);
    }
    Problem problem = ProblemTranslator.of(error);
    if (problem.status().is5xxServerError()) {
      log(exchange, error);
    }
    response.setStatusCode(problem.status());
    writeHeaders(response.getHeaders(), problem, error);
    response
        .getHeaders()
        .setContentType(
            FhirOutcome.isFor(exchange)
                ? FhirOutcome.MEDIA_TYPE
                : MediaType.APPLICATION_PROBLEM_JSON);
    byte[] body =
        json.writeValueAsBytes(
            FhirOutcome.isFor(exchange)
                ? FhirOutcome.of(problem, exchange)
                : body(problem, exchange));
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  private static void writeHeaders(HttpHeaders headers, Problem problem, Throwable error) {
    if (error instanceof ErrorResponse known) {
      headers.putAll(known.getHeaders());
    }
    headers.setCacheControl("no-store");
    if (error instanceof AuthenticationException refused
        && problem.status() == HttpStatus.UNAUTHORIZED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, Challenge.of(refused));
    }
    if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
      headers.set(HttpHeaders.RETRY_AFTER, "5");
    }
  }

  private static Map<String, Object> body(Problem problem, ServerWebExchange exchange) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", problem.type());
    body.put("title", problem.title());
    body.put("status", problem.status().value());
    body.put("detail", problem.detail());
    body.put("correlationId", Correlation.of(exchange));
    body.putAll(problem.members());
    return body;
  }

  private static void log(ServerWebExchange exchange, Throwable error) {
    LOG.error(
        "{} {}: {}",
        exchange.getRequest().getMethod(),
        Correlation.of(exchange),
        new WordlessTrace(error));
  }
}
