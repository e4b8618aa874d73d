package dk.sentinel.portal.ending;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.upstream.SignInRejected;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where an owner ends the agreement, follows what happens then, takes it back and gets everything.
 * Ending it needs a fresh sign-in: whoever signed in too long ago is asked to do it again first.
 */
@Controller
final class EndingPages {
  private static final String TERMINATION = "/clinics/{id}/agreement/termination";
  private static final ParameterizedTypeReference<Ending> ENDING =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES =
      List.of("ended", "taken-back", "not-confirmed", "no-agreement", "too-late", "signed-in");

  private final Api api;
  private final Pages pages;

  EndingPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/ending")
  Mono<Rendering> ending(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return Mono.zip(api.me(), api.get(ENDING, TERMINATION, clinicId))
        .flatMap(both ->
            pages.clinicPage(
                exchange,
                both.getT1(),
                clinicId,
                both.getT2().over() ? "ending" : "agreement",
                "ending",
                Map.of("ending", both.getT2(), "done", OUTCOMES.contains(done) ? done : "")));
  }

  /** Ends the agreement; what was typed in says that the owner means it. */
  @PostMapping("/clinics/{clinicId}/ending")
  Mono<Rendering> end(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .map(form -> Objects.toString(form.getFirst("cvr"), ""))
        .flatMap(typed -> api.post(Map.of("cvr", typed), ENDING, TERMINATION, clinicId))
        .map(answer -> back(clinicId, answer, "ended"))
        .onErrorResume(
            SignInRejected.class,
            rejected ->
                rejected.why() == SignInRejected.Why.TOO_OLD
                    ? Mono.just(signInFirst(clinicId))
                    : Mono.error(rejected));
  }

  /** Where the sign-in leads back to: sign-ins lead to pages without parameters only. */
  @GetMapping("/clinics/{clinicId}/ending/signed-in")
  Mono<Rendering> signedIn(@PathVariable UUID clinicId) {
    return Mono.just(
        Rendering.redirectTo("/clinics/" + clinicId + "/ending?done=signed-in").build());
  }

  @PostMapping("/clinics/{clinicId}/ending/withdrawal")
  Mono<Rendering> takeBack(@PathVariable UUID clinicId) {
    return api.post(TERMINATION + "/withdrawal", clinicId)
        .map(answer -> back(clinicId, answer, "taken-back"));
  }

  /** The certificate of the deletion in the reader's language. */
  @GetMapping("/clinics/{clinicId}/ending/certificate.pdf")
  Mono<ResponseEntity<Flux<DataBuffer>>> certificate(
      ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return Documents.asNamed(
        api.document(
            TERMINATION + "/certificate.pdf?lang={lang}", clinicId, Pages.language(exchange)),
        "sentinel-certificate.pdf");
  }

  /** Everything that Sentinel keeps for the clinic. */
  @GetMapping("/clinics/{clinicId}/ending/everything.zip")
  Mono<ResponseEntity<Flux<DataBuffer>>> everything(@PathVariable UUID clinicId) {
    return Documents.asNamed(
        api.document("/clinics/{id}/export", clinicId), "sentinel-everything.zip");
  }

  private static Rendering signInFirst(UUID clinicId) {
    return Rendering.redirectTo("/sign-in?again=&to=/clinics/" + clinicId + "/ending/signed-in")
        .build();
  }

  private static Rendering back(UUID clinicId, Answer<?> answer, String done) {
    String outcome =
        switch (answer) {
          case Answer.Given<?> given -> done;
          case Answer.Refused<?> refused -> outcome(refused.problem());
        };
    return Rendering.redirectTo("/clinics/" + clinicId + "/ending?done=" + outcome).build();
  }

  private static String outcome(Problem problem) {
    return switch (problem.slug()) {
      case "invalid-request" -> "not-confirmed";
      case "no-agreement" -> "no-agreement";
      case "deletion-due" -> "too-late";
      default -> throw new ApiRefusal(problem);
    };
  }
}
