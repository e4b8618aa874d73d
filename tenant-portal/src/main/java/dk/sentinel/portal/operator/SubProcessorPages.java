package dk.sentinel.portal.operator;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
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

/** The operator's register of sub-processors. */
@Controller
final class SubProcessorPages {
  private static final ParameterizedTypeReference<List<SubProcessor>> ALL =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("added", "end", "review", "gone");
  private static final List<String> FIELDS =
      List.of(
          "name",
          "companyNumber",
          "address",
          "processingDa",
          "processingEn",
          "place",
          "transferBasis",
          "agreementFrom");
  private static final String PAGE = "/operator/sub-processors";

  private final Api api;
  private final Pages pages;

  SubProcessorPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping(PAGE)
  Mono<Rendering> all(ServerWebExchange exchange, @RequestParam(defaultValue = "") String done) {
    return page(exchange, OUTCOMES.contains(done) ? done : "", Map.of(), List.of());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, String done, Map<String, String> typed, List<String> wrong) {
    return api.get(ALL, "/sub-processors")
        .flatMap(all ->
            pages.page(
                exchange,
                "operator-sub-processors",
                Map.of("all", all, "done", done, "typed", typed, "wrong", wrong)));
  }

  @PostMapping(PAGE)
  Mono<Rendering> add(ServerWebExchange exchange) {
    return exchange
        .getFormData()
        .map(SubProcessorPages::typed)
        .flatMap(typed ->
            api.send(typed, "/sub-processors")
                .flatMap(answer ->
                    answer instanceof Answer.Refused<?>(Problem problem)
                        ? page(exchange, "", typed, problem.fields())
                        : Mono.just(back("added"))));
  }

  private static Map<String, String> typed(MultiValueMap<String, String> form) {
    Map<String, String> typed = new TreeMap<>();
    for (String field : FIELDS) {
      typed.put(field, Objects.requireNonNullElse(form.getFirst(field), "").strip());
    }
    return typed;
  }

  /** Ends what a company processes, or writes down that it was supervised. */
  @PostMapping(PAGE + "/change")
  Mono<Rendering> change(ServerWebExchange exchange) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          String act = "end".equals(form.getFirst("act")) ? "end" : "review";
          return api.send(
                  Map.of(),
                  "/sub-processors/{id}/" + act,
                  Objects.requireNonNullElse(form.getFirst("id"), "none"))
              .map(answer -> back(answer instanceof Answer.Refused<?> ? "gone" : act));
        });
  }

  private static Rendering back(String done) {
    return Rendering.redirectTo(PAGE + "?done=" + done).build();
  }

  record SubProcessor(
      UUID id,
      String name,
      String companyNumber,
      String address,
      String processingDa,
      String processingEn,
      String place,
      String transferBasis,
      LocalDate agreementFrom,
      @Nullable LocalDate reviewedOn,
      @Nullable Instant endedAt) {
    /** What it does, in a language. */
    public String processing(String language) {
      return language.equals("en") ? processingEn : processingDa;
    }
  }
}
