package dk.sentinel.portal.session;

import dk.sentinel.portal.settings.PortalSettings;
import dk.sentinel.portal.web.Pages;
import dk.sentinel.portal.web.ProblemPages;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.savedrequest.WebSessionServerRequestCache;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The way in, the ways out, and the button that keeps a session alive. */
@Controller
final class SessionPages {
  private static final Logger LOG = LoggerFactory.getLogger(SessionPages.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Pattern PAGE = Pattern.compile("/clinics/[0-9a-f-]{36}(/[a-z-]+)*");

  private final WebSessionServerRequestCache afterSignIn;
  private final Pages pages;
  private final WebClient issuer;
  private final URI keys;

  SessionPages(Pages pages, PortalSettings settings, WebSessionServerRequestCache afterSignIn) {
    this.afterSignIn = afterSignIn;
    this.pages = pages;
    this.issuer = WebClient.create();
    this.keys = URI.create(settings.issuerEndpoint("certs"));
  }

  /**
   * Sends the browser to the issuer, unless the issuer does not answer: then a page says so. With
   * {@code to}, that page of a clinic is shown afterwards; any other address is not followed.
   */
  @GetMapping("/sign-in")
  Mono<Rendering> signIn(ServerWebExchange exchange) {
    String to = exchange.getRequest().getQueryParams().getFirst("to");
    return to != null && PAGE.matcher(to).matches()
        ? afterSignIn.saveRequest(at(exchange, to)).then(Mono.defer(() -> toIssuer(exchange)))
        : toIssuer(exchange);
  }

  private static ServerWebExchange at(ServerWebExchange exchange, String page) {
    return exchange.mutate().request(request -> request.uri(URI.create(page))).build();
  }

  private Mono<Rendering> toIssuer(ServerWebExchange exchange) {
    boolean again = exchange.getRequest().getQueryParams().containsKey("again");
    String there = "/oauth2/authorization/" + Client.REGISTRATION + (again ? "?again" : "");
    return issuerAnswers()
        .flatMap(answers ->
            answers
                ? Mono.just(Rendering.redirectTo(there).build())
                : failed(exchange, "unavailable", HttpStatus.SERVICE_UNAVAILABLE));
  }

  /** The sign-in was broken off, refused or could not be completed. */
  @GetMapping("/sign-in/failed")
  Mono<Rendering> failed(ServerWebExchange exchange) {
    return failed(exchange, "failed", HttpStatus.OK);
  }

  @GetMapping("/signed-out")
  Mono<Rendering> signedOut(ServerWebExchange exchange) {
    return pages.page(exchange, "signed-out", Map.of("inactive", false));
  }

  @GetMapping("/signed-out/inactive")
  Mono<Rendering> signedOutByTheClock(ServerWebExchange exchange) {
    return pages.page(exchange, "signed-out", Map.of("inactive", true));
  }

  /** Keeps the session: the request itself is what renews it. */
  @PostMapping("/session/stay")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @ResponseBody
  Mono<Void> stay() {
    return Mono.empty();
  }

  private Mono<Rendering> failed(ServerWebExchange exchange, String why, HttpStatus status) {
    return pages
        .page(exchange, "sign-in-failed", Map.of("why", why))
        .map(page -> {
          var shown = Rendering.view("sign-in-failed").model(page.modelAttributes()).status(status);
          return status.is5xxServerError()
              ? shown.header(HttpHeaders.RETRY_AFTER, ProblemPages.RETRY_AFTER).build()
              : shown.build();
        });
  }

  private Mono<Boolean> issuerAnswers() {
    return issuer
        .get()
        .uri(keys)
        .exchangeToMono(
            response -> response.releaseBody().thenReturn(response.statusCode().is2xxSuccessful()))
        .timeout(PATIENCE)
        .doOnError(
            error -> LOG.warn("the issuer does not answer at {}: {}", keys, error.toString()))
        .onErrorReturn(false);
  }
}
