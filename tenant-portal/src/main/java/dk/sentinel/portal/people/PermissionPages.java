package dk.sentinel.portal.people;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Formats;
import dk.sentinel.portal.web.Pages;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

/** The register of permissions to work with figures (sundhedsloven § 42 d). */
@Controller
final class PermissionPages {
  private static final ParameterizedTypeReference<List<Permission>> PERMISSIONS =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<List<Person>> PEOPLE =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> ANY =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("granted", "ended", "gone");
  private static final List<String> CRITERIA =
      List.of("treating", "quality-lead", "project-work", "professional-lead");

  private final Api api;
  private final Pages pages;
  private final Clock clock;

  PermissionPages(Api api, Pages pages, Clock clock) {
    this.api = api;
    this.pages = pages;
    this.clock = clock;
  }

  @GetMapping("/clinics/{clinicId}/people/permissions")
  Mono<Rendering> permissions(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return page(
        exchange, clinicId, OUTCOMES.contains(done) ? done : "", Form.empty(today()), List.of());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String done, Form form, List<String> wrong) {
    return Mono.zip(
            api.me(),
            api.get(PERMISSIONS, "/clinics/{id}/permissions", clinicId),
            api.get(PEOPLE, "/clinics/{id}/members", clinicId))
        .flatMap(all -> {
          Map<String, String> names = new HashMap<>();
          all.getT3().forEach(person -> names.put(person.professionalId(), person.name()));
          return pages.clinicPage(
              exchange,
              all.getT1(),
              clinicId,
              "people",
              "people-permissions",
              Map.of(
                  "permissions",
                  all.getT2(),
                  "names",
                  names,
                  "today",
                  today(),
                  "candidates",
                  candidates(all.getT3()),
                  "criteria",
                  CRITERIA,
                  "done",
                  done,
                  "form",
                  form,
                  "wrong",
                  wrong));
        });
  }

  /** Each person who may see figures, once. */
  private static List<Person> candidates(List<Person> people) {
    Map<String, Person> once = new TreeMap<>();
    people.stream()
        .filter(Person::seesFigures)
        .forEach(person -> once.putIfAbsent(person.name() + person.professionalId(), person));
    return List.copyOf(once.values());
  }

  @PostMapping("/clinics/{clinicId}/people/permissions")
  Mono<Rendering> grant(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .map(Form::of)
        .flatMap(form ->
            api.post(form.request(), ANY, "/clinics/{id}/permissions", clinicId)
                .flatMap(answer ->
                    answer instanceof Answer.Refused<?>(Problem problem)
                        ? page(exchange, clinicId, "", form, wrong(problem))
                        : Mono.just(back(clinicId, "granted"))));
  }

  private static List<String> wrong(Problem problem) {
    return problem.fields().isEmpty() ? List.of("other") : problem.fields();
  }

  @PostMapping("/clinics/{clinicId}/people/permissions/end")
  Mono<Rendering> end(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.delete(
                "/clinics/{id}/permissions/{permission}",
                clinicId,
                Objects.requireNonNullElse(form.getFirst("permission"), "none")))
        .map(answer -> back(clinicId, answer instanceof Answer.Given<Boolean> ? "ended" : "gone"));
  }

  private static Rendering back(UUID clinicId, String done) {
    return Rendering.redirectTo("/clinics/" + clinicId + "/people/permissions?done=" + done)
        .build();
  }

  private LocalDate today() {
    return LocalDate.now(clock.withZone(Formats.COPENHAGEN));
  }

  /** A permission as typed. */
  record Form(Map<String, String> typed, List<String> criteria) {
    static Form empty(LocalDate today) {
      return new Form(
          Map.of("from", today.toString(), "to", today.plusYears(1).toString()), List.of());
    }

    static Form of(MultiValueMap<String, String> form) {
      Map<String, String> typed = new TreeMap<>();
      for (String field : List.of("professionalId", "authorisation", "from", "to")) {
        String value = form.getFirst(field);
        typed.put(field, value == null ? "" : value.strip());
      }
      return new Form(
          typed, List.copyOf(Objects.requireNonNullElse(form.get("criteria"), List.of())));
    }

    Map<String, Object> request() {
      Map<String, Object> request = new TreeMap<>(typed);
      request.values().removeIf(""::equals);
      request.put("criteria", criteria);
      return request;
    }
  }

  /** A permission of the register. */
  record Permission(
      UUID permissionId,
      String professionalId,
      String authorisation,
      List<String> criteria,
      LocalDate from,
      LocalDate to,
      String grantedBy,
      @Nullable Instant endedAt,
      boolean holds) {
    Permission {
      criteria = List.copyOf(criteria);
    }

    /** holds, later, ended or passed. */
    public String state(LocalDate today) {
      if (endedAt != null) {
        return "ended";
      }
      if (holds) {
        return "holds";
      }
      return today.isBefore(from) ? "later" : "passed";
    }
  }
}
