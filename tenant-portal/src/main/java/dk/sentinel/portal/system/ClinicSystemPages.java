package dk.sentinel.portal.system;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Which practice systems want to send for the clinic, or do. The owner says yes or no, and stops
 * one after being asked once more.
 */
@Controller
final class ClinicSystemPages {
  private static final ParameterizedTypeReference<List<PracticeSystem>> SYSTEMS =
      new ParameterizedTypeReference<>() {};

  /** What an owner can press, and what the API calls it. */
  private static final Map<String, String> DECISIONS =
      Map.of("confirm", "confirmation", "refuse", "refusal", "stop", "stop");

  private static final List<String> OUTCOMES = List.of("confirm", "refuse", "stop", "refused");

  private final Api api;
  private final Pages pages;

  ClinicSystemPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/practice-systems")
  Mono<Rendering> systems(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return Mono.zip(api.me(), api.get(SYSTEMS, "/clinics/{id}/practice-systems", clinicId))
        .flatMap(both ->
            pages.clinicPage(
                exchange,
                both.getT1(),
                clinicId,
                "practice-systems",
                "practice-systems",
                Map.of("systems", both.getT2(), "done", OUTCOMES.contains(done) ? done : "")));
  }

  @PostMapping("/clinics/{clinicId}/practice-systems")
  Mono<Rendering> decide(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          String decision = typed(form, "decision");
          String system = typed(form, "system");
          String ydernummer = typed(form, "ydernummer");
          if (!DECISIONS.containsKey(decision) || system.isEmpty() || ydernummer.isEmpty()) {
            return Mono.just(back(clinicId, "refused"));
          }
          return decision.equals("stop") && !typed(form, "sure").equals("yes")
              ? sure(exchange, clinicId, system, ydernummer)
              : decided(clinicId, system, ydernummer, decision);
        });
  }

  private static String typed(MultiValueMap<String, String> form, String field) {
    String value = form.getFirst(field);
    return value == null ? "" : value.strip();
  }

  private Mono<Rendering> sure(
      ServerWebExchange exchange, UUID clinicId, String system, String ydernummer) {
    return Mono.zip(api.me(), api.get(SYSTEMS, "/clinics/{id}/practice-systems", clinicId))
        .flatMap(both ->
            both.getT2().stream()
                .filter(
                    each -> each.systemId().equals(system) && each.ydernummer().equals(ydernummer))
                .findFirst()
                .map(found ->
                    pages.clinicPage(
                        exchange,
                        both.getT1(),
                        clinicId,
                        "practice-systems",
                        "practice-systems-stop",
                        Map.of("system", found)))
                .orElseGet(() -> Mono.just(back(clinicId, "refused"))));
  }

  private Mono<Rendering> decided(
      UUID clinicId, String system, String ydernummer, String decision) {
    return api.post(
            "/clinics/{id}/practice-systems/{system}/{ydernummer}/{decision}",
            clinicId,
            system,
            ydernummer,
            DECISIONS.get(decision))
        .map(answer -> back(clinicId, answer instanceof Answer.Given<?> ? decision : "refused"));
  }

  private static Rendering back(UUID clinicId, String done) {
    return Rendering.redirectTo("/clinics/" + clinicId + "/practice-systems?done=" + done).build();
  }

  /** A practice system and one ydernummer; status is pending, active, refused or stopped. */
  record PracticeSystem(
      String systemId,
      String name,
      String vendor,
      String vendorCvr,
      List<String> kinds,
      String ydernummer,
      String status,
      boolean suspended,
      List<Step> history) {
    PracticeSystem {
      kinds = List.copyOf(kinds);
      history = List.copyOf(history);
    }
  }

  /** A step on the way: asked, confirmed, refused or stopped. */
  record Step(String kind, @Nullable String by, Instant at) {}
}
