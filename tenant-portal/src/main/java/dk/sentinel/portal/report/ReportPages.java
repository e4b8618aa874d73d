package dk.sentinel.portal.report;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Formats;
import dk.sentinel.portal.web.Pages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The report Diagnosekodning. That it was opened is recorded by the API before it answers. */
@Controller
final class ReportPages {
  private static final String REPORT = "/clinics/{id}/reports/diagnosekodning";
  private static final String PERIOD = "?from={from}&to={to}&lang={lang}";
  private static final ParameterizedTypeReference<Diagnoses> DIAGNOSES =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;
  private final Clock clock;

  ReportPages(Api api, Pages pages, Clock clock) {
    this.api = api;
    this.pages = pages;
    this.clock = clock;
  }

  @GetMapping("/clinics/{clinicId}/reports/diagnosekodning")
  Mono<Rendering> report(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    Period period = Period.asked(from, to, today());
    String language = Pages.language(exchange);
    return Mono.zip(
            api.me(),
            api.ask(DIAGNOSES, REPORT + PERIOD, clinicId, period.from(), period.to(), language))
        .flatMap(both -> page(exchange, clinicId, period, both.getT1(), both.getT2()));
  }

  @GetMapping("/clinics/{clinicId}/reports/diagnosekodning.{kind:pdf|xlsx}")
  Mono<ResponseEntity<Flux<DataBuffer>>> document(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @PathVariable String kind,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    Period period = Period.asked(from, to, today());
    String name = "diagnosekodning-" + period.from() + "-" + period.to() + "." + kind;
    return Documents.download(
        api.document(
            REPORT + "." + kind + PERIOD,
            clinicId,
            period.from(),
            period.to(),
            Pages.language(exchange)),
        name);
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, Period period, Me me, Answer<Diagnoses> answer) {
    Map<String, Object> content = new HashMap<>();
    content.put("period", period);
    content.put("today", today());
    switch (answer) {
      case Answer.Given<Diagnoses> given -> content.put("report", given.body());
      case Answer.Refused<Diagnoses> refused -> {
        throwUnlessTold(refused.problem());
        content.put("unpermitted", isUnpermitted(refused.problem()));
      }
    }
    return pages.clinicPage(exchange, me, clinicId, "report", "report", content);
  }

  private static boolean isUnpermitted(Problem problem) {
    return problem.slug().equals("permission-required");
  }

  /**
   * A missing permission, a closed gate or a period without figures is told on the page; the rest
   * is an error page.
   */
  private static void throwUnlessTold(Problem problem) {
    if (problem.status() != 409 && problem.status() != 422 && !isUnpermitted(problem)) {
      throw new ApiRefusal(problem);
    }
  }

  private LocalDate today() {
    return LocalDate.now(clock.withZone(Formats.COPENHAGEN));
  }
}
