package dk.sentinel.portal.web;

import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.ApiUnreachable;
import dk.sentinel.portal.upstream.IssuerUnreachable;
import dk.sentinel.portal.upstream.SignInRejected;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.RenderingResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The one place where an exception becomes a page that tells the person what to do. Nothing of the
 * exception's text is shown.
 */
@Component
@Order(-2)
public final class ProblemPages implements ErrorWebExceptionHandler {
  /** When to come back after a page that says that something does not answer, in seconds. */
  public static final String RETRY_AFTER = "30";

  private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);

  private final Pages pages;
  private final ServerResponse.Context rendering;

  ProblemPages(Pages pages, List<ViewResolver> views, ServerCodecConfigurer codecs) {
    this.pages = pages;
    this.rendering = new Rendered(views, codecs.getWriters());
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(error);
    }
    Shown shown = shown(error);
    if (shown.kind().equals("sign-in")) {
      return signInAgain(exchange);
    }
    log(exchange, shown, error);
    Map<String, ?> content =
        Map.of(
            "kind",
            shown.kind(),
            "id",
            shown.id(),
            "back",
            pageAbove(exchange),
            "same",
            samePage(exchange));
    return pages
        .model(exchange, "problem", content)
        .flatMap(model -> page(shown).modelAttributes(model).build())
        .flatMap(page -> page.writeTo(exchange, rendering));
  }

  private static RenderingResponse.Builder page(Shown shown) {
    var page = RenderingResponse.create("problem").status(shown.status());
    return shown.status().isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)
        ? page.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
        : page;
  }

  private static Shown shown(Throwable error) {
    return switch (error) {
      case ApiUnreachable unreachable -> new Shown("unavailable", HttpStatus.SERVICE_UNAVAILABLE);
      case IssuerUnreachable away -> new Shown("sign-in-away", HttpStatus.SERVICE_UNAVAILABLE);
      case SignInRejected rejected -> new Shown(kind(rejected.why()), HttpStatus.UNAUTHORIZED);
      case ClientAuthorizationException ended -> new Shown("sign-in", HttpStatus.UNAUTHORIZED);
      case ApiRefusal refusal -> refused(refusal);
      case AccessDeniedException denied -> new Shown("outdated", HttpStatus.FORBIDDEN);
      case ErrorResponse response when response.getStatusCode().is4xxClientError() ->
          new Shown("not-found", unknownAsNotFound(response.getStatusCode()));
      default -> new Shown("failure", HttpStatus.INTERNAL_SERVER_ERROR);
    };
  }

  private static String kind(SignInRejected.Why why) {
    return switch (why) {
      case TOO_WEAK -> "step-up";
      case TOO_OLD -> "fresh";
      case INVALID -> "rejected";
    };
  }

  /** The page on which a file was asked for. */
  private static String pageAbove(ServerWebExchange exchange) {
    String path = exchange.getRequest().getPath().pathWithinApplication().value();
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The page that was asked for; the front page for a form that was sent. */
  private static String samePage(ServerWebExchange exchange) {
    var request = exchange.getRequest();
    String path = request.getPath().pathWithinApplication().value();
    if (path.startsWith("/login/")) {
      return "/sign-in";
    }
    return HttpMethod.GET.equals(request.getMethod()) && path.startsWith("/clinics/")
        ? path
        : "/home";
  }

  private static Shown refused(ApiRefusal refusal) {
    String id = refusal.problem().correlationId();
    if (refusal.problem().slug().equals("business-identity-required")) {
      return new Shown("private", HttpStatus.FORBIDDEN);
    }
    return switch (refusal.problem().status()) {
      case 403 -> new Shown("not-allowed", HttpStatus.FORBIDDEN, id);
      case 429, 502, 503, 504 -> new Shown("unavailable", HttpStatus.SERVICE_UNAVAILABLE, id);
      case 404, 410 -> new Shown("not-found", HttpStatus.NOT_FOUND, id);
      default -> new Shown("failure", HttpStatus.INTERNAL_SERVER_ERROR, id);
    };
  }

  private static HttpStatusCode unknownAsNotFound(HttpStatusCode status) {
    return status.isSameCodeAs(HttpStatus.BAD_REQUEST) ? HttpStatus.NOT_FOUND : status;
  }

  private static Mono<Void> signInAgain(ServerWebExchange exchange) {
    var request = exchange.getRequest();
    var response = exchange.getResponse();
    if (request.getHeaders().containsHeader("HX-Request")) {
      response.setStatusCode(HttpStatus.UNAUTHORIZED);
      response.getHeaders().set("HX-Redirect", "/sign-in");
    } else {
      response.setStatusCode(HttpStatus.SEE_OTHER);
      response.getHeaders().set(HttpHeaders.LOCATION, "/sign-in");
    }
    return response.setComplete();
  }

  private static void log(ServerWebExchange exchange, Shown shown, Throwable error) {
    String path = exchange.getRequest().getPath().pathWithinApplication().value();
    if (shown.kind().equals("failure")) {
      LOG.error("{} {} failed", exchange.getRequest().getMethod(), path, error);
    } else {
      LOG.info("{} {}: {}", exchange.getRequest().getMethod(), path, shown.kind());
    }
  }

  private record Shown(String kind, HttpStatusCode status, String id) {
    Shown(String kind, HttpStatusCode status) {
      this(kind, status, "");
    }
  }

  private record Rendered(
      List<ViewResolver> viewResolvers, List<HttpMessageWriter<?>> messageWriters)
      implements ServerResponse.Context {}
}
