package dk.sentinel.portal.clinic;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The first visit of somebody whose company is no clinic yet: who may represent the company fills
 * in a form, everybody else is told who can. When the company is a clinic already, everybody is
 * told before typing anything who can give them a role in it.
 */
@Controller
final class SignUpPages {
  private static final ParameterizedTypeReference<Made> MADE =
      new ParameterizedTypeReference<>() {};

  private static final ParameterizedTypeReference<Company> COMPANY =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;

  SignUpPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/new-clinic")
  Mono<Rendering> form(ServerWebExchange exchange) {
    return api.me()
        .flatMap(me ->
            page(
                exchange,
                me,
                new Typed(Objects.requireNonNullElse(me.person().organization(), ""), List.of(), 1),
                List.of()));
  }

  private Mono<Rendering> page(ServerWebExchange exchange, Me me, Typed typed, List<String> wrong) {
    return api.get(COMPANY, "/me/company")
        .flatMap(company ->
            pages.page(
                exchange,
                "new-clinic",
                Map.of(
                    "me",
                    me,
                    "company",
                    company,
                    "name",
                    typed.name,
                    "rows",
                    TypedYdernummer.shown(typed.rows, typed.empty),
                    "wrong",
                    wrong)));
  }

  /** Makes the clinic, or gives one more row to type in. */
  @PostMapping("/new-clinic")
  Mono<Rendering> make(ServerWebExchange exchange) {
    return Mono.zip(api.me(), exchange.getFormData())
        .flatMap(both -> made(exchange, both.getT1(), both.getT2()));
  }

  private Mono<Rendering> made(
      ServerWebExchange exchange, Me me, MultiValueMap<String, String> form) {
    List<TypedYdernummer> rows = TypedYdernummer.of(form);
    String name = TypedYdernummer.text(form, "name");
    if (form.containsKey("more")) {
      return page(exchange, me, new Typed(name, rows, 1), List.of());
    }
    Typed typed = new Typed(name, rows, rows.isEmpty() ? 1 : 0);
    Map<String, Object> request =
        Map.of("name", name, "ydernumre", rows.stream().map(TypedYdernummer::request).toList());
    return api.post(request, MADE, "/clinics")
        .flatMap(answer ->
            switch (answer) {
              case Answer.Given<Made>(Made clinic) ->
                  Mono.just(Rendering.redirectTo("/clinics/" + clinic.clinicId).build());
              case Answer.Refused<Made>(Problem problem) ->
                  page(exchange, me, typed, wrong(problem));
            });
  }

  /** The fields to correct, or why it cannot be at all. */
  private static List<String> wrong(Problem problem) {
    if (problem.status() >= 500) {
      throw new ApiRefusal(problem);
    }
    return problem.fields().isEmpty() ? List.of(problem.slug()) : problem.fields();
  }

  /**
   * What was typed.
   *
   * @param empty how many empty rows to show below
   */
  private record Typed(String name, List<TypedYdernummer> rows, int empty) {}

  record Made(UUID clinicId) {}

  /**
   * The company signed in for.
   *
   * @param clinic null when it is no clinic yet
   */
  record Company(@Nullable Known clinic) {}

  /** The clinic that it is, and who can give access to it. */
  record Known(String name, List<String> owners) {
    Known {
      owners = List.copyOf(Objects.requireNonNullElse(owners, List.of()));
    }
  }
}
