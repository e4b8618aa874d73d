package dk.sentinel.api.problem;

import dk.sentinel.compliance.tenancy.DatabaseFault;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.web.ErrorResponse;

/** Which problem an error is. The only place that knows both sides. */
final class ProblemTranslator {
  private ProblemTranslator() {}

  static Problem of(Throwable error) {
    if (caused(error, ProblemException.class) instanceof ProblemException known) {
      return known.problem();
    }
    if (error instanceof JwtDecoderInitializationException
        || error instanceof AuthenticationServiceException) {
      return signInUnavailable();
    }
    if (error instanceof Challenge.LevelTooLowException) {
      return levelTooLow();
    }
    if (error instanceof Challenge.SignInTooOldException) {
      return signInTooOld();
    }
    if (error instanceof AuthenticationException) {
      return unauthenticated();
    }
    if (error instanceof AccessDeniedException) {
      return Problem.FORBIDDEN;
    }
    if (caused(error, DataBufferLimitException.class) != null) {
      return ofStatus(HttpStatus.CONTENT_TOO_LARGE);
    }
    if (error instanceof RejectedExecutionException) {
      return Problem.UNAVAILABLE;
    }
    if (error instanceof ErrorResponse response) {
      return ofStatus(HttpStatus.valueOf(response.getStatusCode().value()));
    }
    return ofDatabase(DatabaseFault.of(error));
  }

  private static Problem ofDatabase(@Nullable DatabaseFault fault) {
    if (fault == null) {
      return Problem.INTERNAL;
    }
    return switch (fault) {
      case DUPLICATE ->
          Problem.of(
              "conflict",
              HttpStatus.CONFLICT,
              "Conflict",
              "Somebody did the same at the same time. Read the current state and try again.");
      case CONTENDED, UNAVAILABLE -> Problem.UNAVAILABLE;
      case BROKEN_RULE -> Problem.INTERNAL;
    };
  }

  private static Problem ofStatus(HttpStatus status) {
    return switch (status) {
      case BAD_REQUEST ->
          Problem.of(
              "invalid-request",
              status,
              "Invalid request",
              "The request cannot be read. Compare its path, parameters and body with"
                  + " /openapi.yaml.");
      case NOT_FOUND ->
          Problem.of("not-found", status, "Not found", "There is nothing here; see /openapi.yaml.");
      case METHOD_NOT_ALLOWED ->
          Problem.of(
              "method-not-allowed",
              status,
              "Method not allowed",
              "Use one of the methods in the Allow header.");
      case NOT_ACCEPTABLE ->
          Problem.of(
              "not-acceptable",
              status,
              "Not acceptable",
              "The answer does not exist in a media type that you accept; see /openapi.yaml.");
      case CONTENT_TOO_LARGE ->
          Problem.of(
              "content-too-large",
              status,
              "Content too large",
              "Send less in one request; /openapi.yaml names the limit.");
      case UNSUPPORTED_MEDIA_TYPE ->
          Problem.of(
              "unsupported-media-type",
              status,
              "Unsupported media type",
              "Send a media type named in /openapi.yaml.");
      case SERVICE_UNAVAILABLE -> Problem.UNAVAILABLE;
      default ->
          status.is4xxClientError()
              ? Problem.of(
                  "invalid-request",
                  status,
                  status.getReasonPhrase(),
                  "The request cannot be answered; see /openapi.yaml.")
              : Problem.INTERNAL;
    };
  }

  private static Problem unauthenticated() {
    return Problem.of(
        "not-signed-in",
        HttpStatus.UNAUTHORIZED,
        "Not signed in",
        "Send a valid access token of Sentinel's realm as Authorization: Bearer. Sign in again if"
            + " yours has expired.");
  }

  private static Problem levelTooLow() {
    return Problem.of(
        "level-of-assurance-too-low",
        HttpStatus.UNAUTHORIZED,
        "Level of assurance too low",
        "Sign in again at NSIS level Substantial or High.");
  }

  private static Problem signInTooOld() {
    return Problem.of(
        "fresh-sign-in-required",
        HttpStatus.UNAUTHORIZED,
        "A fresh sign-in is required",
        "Sign in again and repeat the request within " + Challenge.FRESH.toMinutes() + " minutes.");
  }

  private static Problem signInUnavailable() {
    return Problem.of(
        "sign-in-unavailable",
        HttpStatus.SERVICE_UNAVAILABLE,
        "Sign-in service unavailable",
        "Tokens cannot be checked right now. Try again in a few seconds.");
  }

  private static <T extends Throwable> @Nullable Throwable caused(Throwable error, Class<T> type) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return cause;
      }
    }
    return null;
  }
}
