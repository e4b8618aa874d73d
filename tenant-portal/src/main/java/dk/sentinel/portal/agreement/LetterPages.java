package dk.sentinel.portal.agreement;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** Where an owner says to which address letters about the agreement go, and sees which went. */
@Controller
final class LetterPages {
  private static final ParameterizedTypeReference<Letters> LETTERS =
      new ParameterizedTypeReference<>() {};
  private static final Set<String> OUTCOMES = Set.of("set", "removed");

  private final Api api;
  private final Pages pages;

  LetterPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/letters")
  Mono<Rendering> letters(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return page(exchange, clinicId, OUTCOMES.contains(done) ? done : "", null);
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String done, @Nullable String wrong) {
    return Mono.zip(api.me(), api.get(LETTERS, "/clinics/{id}/letters", clinicId))
        .flatMap(both ->
            pages.clinicPage(
                exchange,
                both.getT1(),
                clinicId,
                "agreement",
                "letters",
                Map.of(
                    "letters",
                    both.getT2(),
                    "done",
                    done,
                    "wrong",
                    wrong != null,
                    "typed",
                    wrong == null ? Objects.toString(both.getT2().address(), "") : wrong)));
  }

  /** Sets the address, or takes it away when that button was pressed. */
  @PostMapping("/clinics/{clinicId}/letters")
  Mono<Rendering> change(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          String typed = Objects.toString(form.getFirst("address"), "").strip();
          return form.containsKey("remove")
              ? api.delete("/clinics/{id}/letters/address", clinicId)
                  .flatMap(answer -> answered(exchange, clinicId, answer, typed, "removed"))
              : api.replace(
                      Map.of("address", typed, "language", Pages.language(exchange)),
                      "/clinics/{id}/letters/address",
                      clinicId)
                  .flatMap(answer -> answered(exchange, clinicId, answer, typed, "set"));
        });
  }

  private Mono<Rendering> answered(
      ServerWebExchange exchange,
      UUID clinicId,
      Answer<Boolean> answer,
      String typed,
      String done) {
    return switch (answer) {
      case Answer.Given<Boolean> given ->
          Mono.just(Rendering.redirectTo("/clinics/" + clinicId + "/letters?done=" + done).build());
      case Answer.Refused<Boolean>(Problem problem) -> {
        if (!problem.fields().contains("address")) {
          throw new ApiRefusal(problem);
        }
        yield page(exchange, clinicId, "", typed);
      }
    };
  }

  /** Where letters go and which went. */
  record Letters(
      boolean sending, @Nullable String address, @Nullable String language, List<Sent> letters) {
    Letters {
      letters = List.copyOf(Objects.requireNonNullElse(letters, List.of()));
    }
  }
}
