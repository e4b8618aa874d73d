package dk.sentinel.portal.people;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

/** The yearly access review: every role, one decision each; and what was decided before. */
@Controller
final class ReviewPages {
  private static final ParameterizedTypeReference<List<Person>> PEOPLE =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> ANY =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES =
      List.of("reviewed", "people-changed", "last-owner", "undecided");

  /** Ids are letters, digits and hyphens, so that what stands between id and role is neither. */
  private static final String BETWEEN = "/";

  private final Api api;
  private final Pages pages;

  ReviewPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/people/review")
  Mono<Rendering> review(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return page(exchange, clinicId, OUTCOMES.contains(done) ? done : "", Map.of());
  }

  /** The page, with what was decided already when something was left out. */
  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String done, Map<String, String> decided) {
    return Mono.zip(
            api.me(),
            api.get(AccessReviews.TYPE, AccessReviews.PATH, clinicId),
            api.get(PEOPLE, "/clinics/{id}/members", clinicId))
        .flatMap(all -> {
          Map<String, String> names = new HashMap<>();
          all.getT3().forEach(person -> names.put(person.professionalId(), person.name()));
          return pages.clinicPage(
              exchange,
              all.getT1(),
              clinicId,
              "people",
              "people-review",
              Map.of(
                  "reviews",
                  all.getT2(),
                  "people",
                  all.getT3().stream().filter(person -> !person.platform()).toList(),
                  "names",
                  names,
                  "done",
                  done,
                  "decided",
                  decided));
        });
  }

  @PostMapping("/clinics/{clinicId}/people/review")
  Mono<Rendering> decide(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          List<String> asked = form.getOrDefault("line", List.of());
          Map<String, String> decided = decided(form);
          if (asked.isEmpty() || !decided.keySet().containsAll(asked)) {
            return page(exchange, clinicId, "undecided", decided);
          }
          return api.post(Map.of("lines", lines(decided)), ANY, AccessReviews.PATH, clinicId)
              .map(answer -> back(clinicId, outcome(answer)));
        });
  }

  /** Each line's field has its name: the person, and the role. */
  private static Map<String, String> decided(MultiValueMap<String, String> form) {
    Map<String, String> decided = new HashMap<>();
    for (String line : form.getOrDefault("line", List.of())) {
      String decision = form.getFirst("decision." + line);
      if (decision != null && line.contains(BETWEEN)) {
        decided.put(line, decision);
      }
    }
    return decided;
  }

  private static List<Map<String, String>> lines(Map<String, String> decided) {
    List<Map<String, String>> lines = new ArrayList<>();
    decided.forEach((line, decision) -> {
      int between = line.indexOf(BETWEEN);
      lines.add(
          Map.of(
              "professionalId", line.substring(0, between),
              "role", line.substring(between + 1),
              "decision", decision));
    });
    return lines;
  }

  private static String outcome(Answer<Map<String, Object>> answer) {
    return switch (answer) {
      case Answer.Given<Map<String, Object>> given -> "reviewed";
      case Answer.Refused<Map<String, Object>>(Problem problem) ->
          problem.slug().equals("last-owner") ? "last-owner" : "people-changed";
    };
  }

  private static Rendering back(UUID clinicId, String done) {
    return Rendering.redirectTo("/clinics/" + clinicId + "/people/review?done=" + done).build();
  }
}
