package dk.sentinel.portal.people;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The invited person's side. The link's code goes straight into the session and out of the address,
 * waits there for the sign-in, and is sent to the API in a body.
 */
@Controller
final class AcceptancePages {
  private static final ParameterizedTypeReference<Offer> OFFER =
      new ParameterizedTypeReference<>() {};
  private static final String CODE = AcceptancePages.class.getName();
  private static final List<String> REASONS =
      List.of("invitation-used", "invitation-revoked", "invitation-expired");

  private final Api api;
  private final Pages pages;

  AcceptancePages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/invitation/open")
  Mono<Rendering> open(ServerWebExchange exchange, @RequestParam(defaultValue = "") String code) {
    return exchange
        .getSession()
        .doOnNext(session -> {
          session.start();
          session.getAttributes().put(CODE, code);
        })
        .thenReturn(Rendering.redirectTo("/invitation").build());
  }

  @GetMapping("/invitation")
  Mono<Rendering> offer(ServerWebExchange exchange) {
    return code(exchange)
        .flatMap(code ->
            api.post(Map.of("code", code), OFFER, "/invitations/offer")
                .flatMap(answer ->
                    switch (answer) {
                      case Answer.Given<Offer>(Offer offer) -> page(exchange, offer, "");
                      case Answer.Refused<Offer>(Problem problem) ->
                          page(exchange, null, reason(problem));
                    }));
  }

  @PostMapping("/invitation")
  Mono<Rendering> accept(ServerWebExchange exchange) {
    return code(exchange)
        .flatMap(code ->
            api.post(Map.of("code", code), OFFER, "/invitations/acceptance")
                .flatMap(answer ->
                    switch (answer) {
                      case Answer.Given<Offer>(Offer offer) -> in(exchange, offer);
                      case Answer.Refused<Offer>(Problem problem) ->
                          page(exchange, null, reason(problem));
                    }));
  }

  private static Mono<String> code(ServerWebExchange exchange) {
    return exchange
        .getSession()
        .map(session -> session.getAttributes().get(CODE) instanceof String code ? code : "");
  }

  private static Mono<Rendering> in(ServerWebExchange exchange, Offer offer) {
    return exchange
        .getSession()
        .doOnNext(session -> session.getAttributes().remove(CODE))
        .thenReturn(Rendering.redirectTo("/clinics/" + offer.clinicId()).build());
  }

  private Mono<Rendering> page(ServerWebExchange exchange, @Nullable Offer offer, String reason) {
    Map<String, Object> content = new HashMap<>();
    content.put("reason", reason);
    if (offer != null) {
      content.put("offer", offer);
    }
    return api.me()
        .flatMap(me -> {
          content.put("me", me);
          return pages.page(exchange, "invitation", content);
        });
  }

  private static String reason(Problem problem) {
    return REASONS.contains(problem.slug()) ? problem.slug() : "invitation-not-found";
  }

  /** What is offered. */
  record Offer(
      UUID clinicId,
      String clinicName,
      String role,
      @Nullable LocalDate until,
      List<String> ydernumre) {
    Offer {
      ydernumre = List.copyOf(Objects.requireNonNullElse(ydernumre, List.of()));
    }
  }
}
