package dk.sentinel.portal.project;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
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

/** A clinic's projects: what each collects, enrolling and leaving; and the list for its editors. */
@Controller
final class ProjectPages {
  private static final ParameterizedTypeReference<List<Project>> PROJECTS =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("enrolled", "withdrawn", "refused");

  private final Api api;
  private final Pages pages;

  ProjectPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/projects")
  Mono<Rendering> projects(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return Mono.zip(
            api.me(),
            api.get(
                PROJECTS, "/clinics/{id}/projects?lang={lang}", clinicId, Pages.language(exchange)))
        .flatMap(both ->
            pages.clinicPage(
                exchange,
                both.getT1(),
                clinicId,
                "projects",
                "projects",
                Map.of("projects", both.getT2(), "done", OUTCOMES.contains(done) ? done : "")));
  }

  @PostMapping("/clinics/{clinicId}/projects/{code}/enrolment")
  Mono<Rendering> enrol(@PathVariable UUID clinicId, @PathVariable String code) {
    return api.post("/clinics/{id}/projects/{code}/enrolment", clinicId, code)
        .map(answer -> back(clinicId, answer, "enrolled"));
  }

  @PostMapping("/clinics/{clinicId}/projects/{code}/withdrawal")
  Mono<Rendering> withdraw(@PathVariable UUID clinicId, @PathVariable String code) {
    return api.post("/clinics/{id}/projects/{code}/withdrawal", clinicId, code)
        .map(answer -> back(clinicId, answer, "withdrawn"));
  }

  /** All projects, for project editors and operators. */
  @GetMapping("/projects")
  Mono<Rendering> all(ServerWebExchange exchange) {
    return Mono.zip(api.me(), api.get(PROJECTS, "/projects?lang={lang}", Pages.language(exchange)))
        .flatMap(both ->
            pages.page(
                exchange, "all-projects", Map.of("me", both.getT1(), "projects", both.getT2())));
  }

  private static Rendering back(UUID clinicId, Answer<?> answer, String done) {
    String outcome = answer instanceof Answer.Given<?> ? done : "refused";
    return Rendering.redirectTo("/clinics/" + clinicId + "/projects?done=" + outcome).build();
  }
}
