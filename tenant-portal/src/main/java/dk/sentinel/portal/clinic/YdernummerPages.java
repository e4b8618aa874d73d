package dk.sentinel.portal.clinic;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * The ydernumre of a clinic: the owner adds one and says until when the clinic holds it. Nothing is
 * ever taken away, because data of the time before stay where they are.
 */
@Controller
final class YdernummerPages {
  private static final ParameterizedTypeReference<Clinic> CLINIC =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> ANY =
      new ParameterizedTypeReference<>() {};
  private static final String HELD = "ydernummer-held";
  private static final Set<String> OUTCOMES = Set.of("added", "ended", "gone", "wrong-end", "held");

  private final Api api;
  private final Pages pages;

  YdernummerPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/ydernumre")
  Mono<Rendering> ydernumre(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return page(
        exchange, clinicId, OUTCOMES.contains(done) ? done : "", TypedYdernummer.EMPTY, List.of());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange,
      UUID clinicId,
      String done,
      TypedYdernummer typed,
      List<String> wrong) {
    return Mono.zip(api.me(), api.get(CLINIC, "/clinics/{id}", clinicId))
        .flatMap(both ->
            pages.clinicPage(
                exchange,
                both.getT1(),
                clinicId,
                "home",
                "ydernumre",
                Map.of(
                    "numbers", both.getT2().ydernumre(),
                    "done", done,
                    "row", typed,
                    "wrong", wrong)));
  }

  @PostMapping("/clinics/{clinicId}/ydernumre")
  Mono<Rendering> add(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .map(TypedYdernummer::first)
        .flatMap(typed ->
            api.post(typed.request(), ANY, "/clinics/{id}/ydernumre", clinicId)
                .flatMap(answer ->
                    answer instanceof Answer.Refused<?>(Problem problem)
                        ? page(exchange, clinicId, "", typed, wrong(problem))
                        : Mono.just(back(clinicId, "added"))));
  }

  /** Says until when; an empty day takes an end back. */
  @PostMapping("/clinics/{clinicId}/ydernumre/end")
  Mono<Rendering> end(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange.getFormData().flatMap(form -> ended(clinicId, form));
  }

  private Mono<Rendering> ended(UUID clinicId, MultiValueMap<String, String> form) {
    Map<String, @Nullable Object> period = new HashMap<>();
    String to = TypedYdernummer.text(form, "validTo");
    period.put("validTo", to.isEmpty() ? null : to);
    return api.replace(
            period,
            "/clinics/{id}/ydernumre/{number}/{from}",
            clinicId,
            TypedYdernummer.text(form, "number"),
            TypedYdernummer.text(form, "validFrom"))
        .map(answer -> back(clinicId, outcome(answer)));
  }

  private static String outcome(Answer<Boolean> answer) {
    return switch (answer) {
      case Answer.Given<Boolean> given -> "ended";
      case Answer.Refused<Boolean>(Problem problem) -> {
        if (problem.status() >= 500 || problem.status() == 403) {
          throw new ApiRefusal(problem);
        }
        yield problem.slug().equals(HELD) ? "held" : problem.status() == 404 ? "gone" : "wrong-end";
      }
    };
  }

  /** The fields to correct. */
  private static List<String> wrong(Problem problem) {
    if (problem.fields().isEmpty()) {
      throw new ApiRefusal(problem);
    }
    return problem.fields();
  }

  private static Rendering back(UUID clinicId, String done) {
    return Rendering.redirectTo("/clinics/" + clinicId + "/ydernumre?done=" + done).build();
  }

  record Clinic(List<Held> ydernumre) {
    Clinic {
      ydernumre = List.copyOf(Objects.requireNonNullElse(ydernumre, List.of()));
    }
  }

  /** A ydernummer that the clinic holds, for a time. */
  record Held(
      String number,
      @Nullable String speciality,
      @Nullable String region,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validTo) {}
}
