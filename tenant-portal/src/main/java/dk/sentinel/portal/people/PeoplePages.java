package dk.sentinel.portal.people;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who has access to the clinic: an owner gives roles, and takes them after asking once more. */
@Controller
final class PeoplePages {
  private static final ParameterizedTypeReference<List<Person>> PEOPLE =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> ANY =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("added", "removed", "last-owner", "gone");

  private final Api api;
  private final Pages pages;

  PeoplePages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/people")
  Mono<Rendering> people(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return page(exchange, clinicId, OUTCOMES.contains(done) ? done : "", GrantForm.EMPTY);
  }

  /** The page, with what was typed and which fields of it were wrong. */
  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String done, GrantForm form) {
    return Mono.zip(
            api.me(), api.get(PEOPLE, "/clinics/{id}/members", clinicId), Numbers.of(api, clinicId))
        .flatMap(all ->
            pages.clinicPage(
                exchange,
                all.getT1(),
                clinicId,
                "people",
                "people",
                Map.of(
                    "people", all.getT2(),
                    "self", all.getT1().person().id(),
                    "ydernumre", all.getT3(),
                    "done", done,
                    "form", form)));
  }

  @PostMapping("/clinics/{clinicId}/people")
  Mono<Rendering> add(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .map(form -> GrantForm.of(form, "professionalId", "name"))
        .flatMap(form ->
            api.post(form.request(), ANY, "/clinics/{id}/members", clinicId)
                .flatMap(answer ->
                    answer instanceof Answer.Refused<?>(Problem problem)
                        ? page(exchange, clinicId, "", form.refused(problem))
                        : Mono.just(back(clinicId, "added"))));
  }

  /** Asks once more; after that it is done. */
  @PostMapping("/clinics/{clinicId}/people/removal")
  Mono<Rendering> remove(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          String person = form.getFirst("person");
          String role = form.getFirst("role");
          if (person == null || role == null) {
            return Mono.just(back(clinicId, "gone"));
          }
          return "yes".equals(form.getFirst("sure"))
              ? removed(clinicId, person, role)
              : sure(exchange, clinicId, person, role);
        });
  }

  private Mono<Rendering> sure(
      ServerWebExchange exchange, UUID clinicId, String person, String role) {
    return Mono.zip(api.me(), api.get(PEOPLE, "/clinics/{id}/members", clinicId))
        .flatMap(both ->
            both.getT2().stream()
                .filter(each -> each.professionalId().equals(person) && each.role().equals(role))
                .findFirst()
                .map(found -> sure(exchange, both.getT1(), clinicId, found))
                .orElseGet(() -> Mono.just(back(clinicId, "gone"))));
  }

  private Mono<Rendering> sure(ServerWebExchange exchange, Me me, UUID clinicId, Person person) {
    return pages.clinicPage(
        exchange,
        me,
        clinicId,
        "people",
        "people-removal",
        Map.of("person", person, "self", me.person().id().equals(person.professionalId())));
  }

  private Mono<Rendering> removed(UUID clinicId, String person, String role) {
    return api.delete("/clinics/{id}/members/{person}/{role}", clinicId, person, role)
        .map(answer -> back(clinicId, outcome(answer)));
  }

  private static String outcome(Answer<Boolean> answer) {
    return switch (answer) {
      case Answer.Given<Boolean> given -> "removed";
      case Answer.Refused<Boolean>(Problem problem) ->
          problem.slug().equals("last-owner") ? "last-owner" : "gone";
    };
  }

  private static Rendering back(UUID clinicId, String done) {
    return Rendering.redirectTo("/clinics/" + clinicId + "/people?done=" + done).build();
  }
}
