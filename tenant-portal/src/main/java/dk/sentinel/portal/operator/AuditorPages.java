package dk.sentinel.portal.operator;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.time.LocalDate;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The operator lets auditors in, for named clinics or the whole platform, and ends it. */
@Controller
final class AuditorPages {
  private static final ParameterizedTypeReference<List<Auditor>> AUDITORS =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<List<Clinic>> CLINICS =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("added", "ended", "gone");
  private static final List<String> FIELDS =
      List.of("professionalId", "name", "until", "logFrom", "logTo");

  private final Api api;
  private final Pages pages;

  AuditorPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/operator/auditors")
  Mono<Rendering> auditors(
      ServerWebExchange exchange, @RequestParam(defaultValue = "") String done) {
    return page(exchange, OUTCOMES.contains(done) ? done : "", Form.EMPTY);
  }

  private Mono<Rendering> page(ServerWebExchange exchange, String done, Form form) {
    return Mono.zip(api.get(AUDITORS, "/auditors"), api.get(CLINICS, "/clinics"))
        .flatMap(both ->
            pages.page(
                exchange,
                "operator-auditors",
                Map.of(
                    "auditors",
                    both.getT1(),
                    "clinics",
                    both.getT2(),
                    "done",
                    done,
                    "form",
                    form)));
  }

  @PostMapping("/operator/auditors")
  Mono<Rendering> add(ServerWebExchange exchange) {
    return exchange
        .getFormData()
        .map(Form::of)
        .flatMap(form ->
            api.send(form.request(), "/auditors")
                .flatMap(answer ->
                    answer instanceof Answer.Refused<?>(Problem problem)
                        ? page(exchange, "", form.refused(problem))
                        : Mono.just(back("added"))));
  }

  @PostMapping("/operator/auditors/end")
  Mono<Rendering> end(ServerWebExchange exchange) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.delete(
                "/auditors/{person}",
                Objects.requireNonNullElse(form.getFirst("person"), "nobody")))
        .map(answer -> back(answer instanceof Answer.Given<Boolean> ? "ended" : "gone"));
  }

  private static Rendering back(String done) {
    return Rendering.redirectTo("/operator/auditors?done=" + done).build();
  }

  /** An auditor as typed. */
  record Form(Map<String, String> typed, List<String> clinics, List<String> wrong) {
    static final Form EMPTY = new Form(Map.of(), List.of(), List.of());

    static Form of(MultiValueMap<String, String> form) {
      Map<String, String> typed = new TreeMap<>();
      typed.put("where", Objects.requireNonNullElse(form.getFirst("where"), ""));
      for (String field : FIELDS) {
        String value = form.getFirst(field);
        typed.put(field, value == null ? "" : value.strip());
      }
      return new Form(
          typed,
          List.copyOf(Objects.requireNonNullElse(form.get("clinics"), List.of())),
          List.of());
    }

    /** Whoever means named clinics and names none must not get all of them. */
    Map<String, Object> request() {
      Map<String, Object> request = new TreeMap<>(typed);
      request.remove("where");
      request.values().removeIf(""::equals);
      if (!"platform".equals(typed.get("where"))) {
        request.put("clinics", clinics);
      }
      return request;
    }

    Form refused(Problem problem) {
      return new Form(
          typed, clinics, problem.fields().isEmpty() ? List.of("other") : problem.fields());
    }
  }

  /** Somebody who audits a clinic, or the whole platform when there is none. */
  record Auditor(
      String professionalId,
      String name,
      @Nullable UUID clinicId,
      @Nullable String clinicName,
      @Nullable LocalDate until,
      @Nullable LocalDate logFrom,
      @Nullable LocalDate logTo) {}

  record Clinic(UUID clinicId, String name) {}
}
