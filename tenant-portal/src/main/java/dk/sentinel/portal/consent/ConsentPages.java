package dk.sentinel.portal.consent;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The practice consent: the second act after the agreement, as easy to withdraw as to give. */
@Controller
final class ConsentPages {
  private static final ParameterizedTypeReference<Consent> CONSENT =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> ANY =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("given", "withdrawn", "refused");

  private final Api api;
  private final Pages pages;

  ConsentPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/consent")
  Mono<Rendering> consent(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return Mono.zip(
            api.me(),
            api.get(
                CONSENT, "/clinics/{id}/consent?lang={lang}", clinicId, Pages.language(exchange)))
        .flatMap(both ->
            pages.clinicPage(
                exchange,
                both.getT1(),
                clinicId,
                "consent",
                "consent",
                Map.of("consent", both.getT2(), "done", OUTCOMES.contains(done) ? done : "")));
  }

  /** Gives the consent; the hash says which text the person has read. */
  @PostMapping("/clinics/{clinicId}/consent")
  Mono<Rendering> give(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .map(form -> Objects.toString(form.getFirst("sha256"), ""))
        .flatMap(read -> api.post(Map.of("sha256", read), ANY, "/clinics/{id}/consent", clinicId))
        .map(answer -> back(clinicId, answer, "given"));
  }

  @PostMapping("/clinics/{clinicId}/consent/withdrawal")
  Mono<Rendering> withdraw(@PathVariable UUID clinicId) {
    return api.post("/clinics/{id}/consent/withdrawal", clinicId)
        .map(answer -> back(clinicId, answer, "withdrawn"));
  }

  private static Rendering back(UUID clinicId, Answer<?> answer, String done) {
    String outcome = answer instanceof Answer.Given<?> ? done : "refused";
    return Rendering.redirectTo("/clinics/" + clinicId + "/consent?done=" + outcome).build();
  }

  record Consent(String version, List<String> paragraphs, String sha256, @Nullable Given given) {
    Consent {
      paragraphs = List.copyOf(Objects.requireNonNullElse(paragraphs, List.of()));
    }
  }

  record Given(Instant at, @Nullable String by) {}
}
