package dk.sentinel.portal.audit;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What was done to one person. Their CPR number is in the body of one request and nowhere else: not
 * in an address, not on the page that answers, not in what leads to the next part, which names the
 * pseudonym instead.
 */
@Controller
final class PersonPages {
  private static final String PART = "50";
  private static final ParameterizedTypeReference<Entries> ENTRIES =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;

  PersonPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/audit/person")
  Mono<Rendering> form(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return api.me().flatMap(me -> page(exchange, clinicId, me, Map.of()));
  }

  @PostMapping("/clinics/{clinicId}/audit/person")
  Mono<Rendering> search(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return Mono.zip(api.me(), exchange.getFormData().map(PersonPages::asked))
        .flatMap(both ->
            api.post(both.getT2(), ENTRIES, "/clinics/{id}/audit/search", clinicId)
                .flatMap(
                    answer -> page(exchange, clinicId, both.getT1(), content(exchange, answer))));
  }

  private static Map<String, Object> asked(MultiValueMap<String, String> form) {
    Map<String, Object> criteria = new LinkedHashMap<>();
    criteria.put("size", PART);
    criteria.put("with", new String[] {"facets"});
    String subject = form.getFirst("subject");
    if (subject == null) {
      String number = Objects.requireNonNullElse(form.getFirst("cpr"), "");
      return Map.of("cpr", number.replaceAll("\\s", ""), "criteria", criteria);
    }
    criteria.put("after", Objects.requireNonNullElse(form.getFirst("after"), ""));
    return Map.of("subject", subject, "criteria", criteria);
  }

  private static Map<String, Object> content(ServerWebExchange exchange, Answer<Entries> answer) {
    return switch (answer) {
      case Answer.Given<Entries>(Entries found) -> Map.of("found", found);
      case Answer.Refused<Entries>(Problem problem) when problem.status() == 400 -> {
        exchange.getResponse().setStatusCode(HttpStatus.UNPROCESSABLE_CONTENT);
        yield Map.of("wrong", true);
      }
      case Answer.Refused<Entries>(Problem problem) when problem.status() == 410 ->
          Map.of("again", true);
      case Answer.Refused<Entries>(Problem problem) when problem.status() == 503 ->
          Map.of("away", true);
      case Answer.Refused<Entries>(Problem problem) -> throw new ApiRefusal(problem);
    };
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, Me me, Map<String, Object> answer) {
    Map<String, Object> content =
        new HashMap<>(Map.of("wrong", false, "away", false, "again", false));
    content.put("actions", AuditFilter.ACTIONS);
    content.putAll(answer);
    return pages.clinicPage(exchange, me, clinicId, "audit", "audit-person", content);
  }
}
