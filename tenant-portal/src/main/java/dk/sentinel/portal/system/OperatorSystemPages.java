package dk.sentinel.portal.system;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operator registers practice systems for their vendors, gives them keys, suspends them. */
@Controller
final class OperatorSystemPages {
  private static final String HERE = "/operator/practice-systems";
  private static final ParameterizedTypeReference<List<PracticeSystem>> SYSTEMS =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> ANY =
      new ParameterizedTypeReference<>() {};
  private static final List<String> KINDS =
      List.of("Patient", "Condition", "Encounter", "Procedure", "ServiceRequest");
  private static final List<String> TEXTS = List.of("name", "systemId", "vendor", "vendorCvr");
  private static final List<String> OUTCOMES =
      List.of("registered", "keys", "refresh", "suspension", "resumption", "refused");
  private static final List<String> CHANGES = List.of("suspension", "resumption", "keys/refresh");

  private final Api api;
  private final Pages pages;
  private final JsonMapper json;

  OperatorSystemPages(Api api, Pages pages, JsonMapper json) {
    this.api = api;
    this.pages = pages;
    this.json = json;
  }

  @GetMapping(HERE)
  Mono<Rendering> systems(ServerWebExchange exchange) {
    return list(exchange, Map.of(), List.of(), List.of());
  }

  private Mono<Rendering> list(
      ServerWebExchange exchange,
      Map<String, String> typed,
      List<String> chosen,
      List<String> wrong) {
    return api.get(SYSTEMS, "/practice-systems")
        .flatMap(systems ->
            pages.page(
                exchange,
                "operator-systems",
                Map.of(
                    "systems", systems,
                    "kinds", KINDS,
                    "typed", typed,
                    "chosen", chosen,
                    "wrong", wrong)));
  }

  @PostMapping(HERE)
  Mono<Rendering> register(ServerWebExchange exchange) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          Map<String, String> typed = new TreeMap<>();
          TEXTS.forEach(field -> typed.put(field, typed(form, field)));
          List<String> chosen = Objects.requireNonNullElse(form.get("kinds"), List.of());
          Map<String, Object> request = new HashMap<>(typed);
          request.put("kinds", chosen);
          return api.post(request, ANY, "/practice-systems")
              .flatMap(answer ->
                  answer instanceof Answer.Refused<?>(Problem problem)
                      ? list(exchange, typed, chosen, wrong(problem))
                      : Mono.just(back(typed.get("systemId"), "registered")));
        });
  }

  private static List<String> wrong(Problem problem) {
    if (problem.slug().equals("practice-system-id-taken")) {
      return List.of("taken");
    }
    return problem.fields().isEmpty() ? List.of("other") : problem.fields();
  }

  private static String typed(MultiValueMap<String, String> form, String field) {
    String value = form.getFirst(field);
    return value == null ? "" : value.strip();
  }

  @GetMapping(HERE + "/{system}")
  Mono<Rendering> system(
      ServerWebExchange exchange,
      @PathVariable String system,
      @RequestParam(defaultValue = "") String done) {
    return page(exchange, system, OUTCOMES.contains(done) ? done : "", Map.of(), "");
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, String id, String done, Map<String, String> typed, String wrong) {
    return api.get(SYSTEMS, "/practice-systems")
        .flatMap(systems ->
            systems.stream()
                .filter(each -> each.systemId().equals(id))
                .findFirst()
                .map(found ->
                    pages.page(
                        exchange,
                        "operator-system",
                        Map.of("system", found, "done", done, "typed", typed, "wrong", wrong)))
                .orElseGet(() -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND))));
  }

  @PostMapping(HERE + "/{system}/keys")
  Mono<Rendering> keys(ServerWebExchange exchange, @PathVariable String system) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          Map<String, String> typed =
              Map.of("jwks", typed(form, "jwks"), "jwksUrl", typed(form, "jwksUrl"));
          Map<String, Object> request = request(typed);
          if (request.isEmpty()) {
            return page(exchange, system, "", typed, "jwks");
          }
          return api.put(request, ANY, "/practice-systems/{system}/keys", system)
              .flatMap(answer ->
                  answer instanceof Answer.Refused<?>(Problem problem)
                      ? page(exchange, system, "", typed, wrongKeys(problem))
                      : Mono.just(back(system, "keys")));
        });
  }

  /** What was typed as a request; empty when it is neither or both, or no JSON. */
  private Map<String, Object> request(Map<String, String> typed) {
    String set = typed.getOrDefault("jwks", "");
    String url = typed.getOrDefault("jwksUrl", "");
    if (set.isEmpty() == url.isEmpty()) {
      return Map.of();
    }
    if (set.isEmpty()) {
      return Map.of("jwksUrl", url);
    }
    try {
      JsonNode keys = json.readTree(set);
      return Map.of("jwks", keys);
    } catch (JacksonException notOne) {
      return Map.of();
    }
  }

  private static String wrongKeys(Problem problem) {
    return switch (problem.slug()) {
      case "keys-not-found" -> "nothing-there";
      case "practice-system-id-taken" -> "taken";
      case "sign-in-service-unavailable" -> "away";
      default -> problem.fields().contains("jwksUrl") ? "jwksUrl" : "jwks";
    };
  }

  @PostMapping(HERE + "/{system}")
  Mono<Rendering> change(ServerWebExchange exchange, @PathVariable String system) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          String change = typed(form, "change");
          if (!CHANGES.contains(change)) {
            return Mono.just(back(system, "refused"));
          }
          if (change.equals("suspension") && !typed(form, "sure").equals("yes")) {
            return sure(exchange, system);
          }
          return api.post("/practice-systems/{system}/" + change, system)
              .map(answer ->
                  back(
                      system,
                      answer instanceof Answer.Given<?>
                          ? change.substring(change.indexOf('/') + 1)
                          : "refused"));
        });
  }

  private Mono<Rendering> sure(ServerWebExchange exchange, String id) {
    return api.get(SYSTEMS, "/practice-systems")
        .flatMap(systems ->
            systems.stream()
                .filter(each -> each.systemId().equals(id))
                .findFirst()
                .map(found ->
                    pages.page(exchange, "operator-system-suspend", Map.of("system", found)))
                .orElseGet(() -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND))));
  }

  private static Rendering back(@Nullable String system, String done) {
    return Rendering.redirectTo(HERE + "/" + system + "?done=" + done).build();
  }

  /** A registered practice system. */
  record PracticeSystem(
      String systemId,
      String name,
      String vendor,
      String vendorCvr,
      List<String> kinds,
      Instant registeredAt,
      @Nullable List<String> keys,
      @Nullable String jwksUrl,
      @Nullable Instant suspendedAt) {
    PracticeSystem {
      kinds = List.copyOf(kinds);
      keys = List.copyOf(Objects.requireNonNullElse(keys, List.of()));
    }
  }
}
