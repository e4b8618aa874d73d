package dk.sentinel.portal.operator;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Powers of attorney that wait for two of the operator's people. */
@Controller
final class PowerReviewPages {
  private static final ParameterizedTypeReference<All> ALL = new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<One> ONE = new ParameterizedTypeReference<>() {};
  private static final List<String> DONE = List.of("approved", "rejected");
  private static final List<String> REFUSED =
      List.of(
          "same-person", "own-power", "other-signers", "too-few-named", "power-decided", "other");
  private static final List<String> REASONS =
      List.of("unreadable", "other-persons", "other-company", "not-signed", "other-purpose");
  private static final String PAGE = "/operator/powers";

  private final Api api;
  private final Pages pages;

  PowerReviewPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping(PAGE)
  Mono<Rendering> all(ServerWebExchange exchange, @RequestParam(defaultValue = "") String done) {
    return api.get(ALL, "/powers-of-attorney")
        .flatMap(all ->
            pages.page(
                exchange,
                "operator-powers",
                Map.of("waiting", all.waiting(), "done", DONE.contains(done) ? done : "")));
  }

  @GetMapping(PAGE + "/{powerId}")
  Mono<Rendering> one(
      ServerWebExchange exchange,
      @PathVariable UUID powerId,
      @RequestParam(defaultValue = "") String done) {
    return api.get(ONE, "/powers-of-attorney/{id}", powerId)
        .flatMap(one ->
            pages.page(
                exchange,
                "operator-power",
                Map.of(
                    "one", one, "reasons", REASONS, "done", REFUSED.contains(done) ? done : "")));
  }

  @GetMapping(PAGE + "/{powerId}/document")
  Mono<ResponseEntity<Flux<DataBuffer>>> document(@PathVariable UUID powerId) {
    return Documents.download(
        api.document("/powers-of-attorney/{id}/document", powerId), "sentinel-fuldmagt.pdf");
  }

  @PostMapping(PAGE + "/{powerId}/approval")
  Mono<Rendering> approve(ServerWebExchange exchange, @PathVariable UUID powerId) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.send(
                Map.of("signers", "2".equals(form.getFirst("signers")) ? 2 : 1),
                "/powers-of-attorney/{id}/approval",
                powerId))
        .map(answer -> back(powerId, answer, "approved"));
  }

  @PostMapping(PAGE + "/{powerId}/rejection")
  Mono<Rendering> reject(ServerWebExchange exchange, @PathVariable UUID powerId) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.send(
                Map.of("reason", Objects.toString(form.getFirst("reason"), "")),
                "/powers-of-attorney/{id}/rejection",
                powerId))
        .map(answer -> back(powerId, answer, "rejected"));
  }

  private static Rendering back(UUID powerId, Answer<?> answer, String done) {
    if (answer instanceof Answer.Refused<?> refused) {
      String slug = Objects.toString(refused.problem().slug(), "other");
      return Rendering.redirectTo(
              PAGE + "/" + powerId + "?done=" + (REFUSED.contains(slug) ? slug : "other"))
          .build();
    }
    return Rendering.redirectTo(PAGE + "?done=" + done).build();
  }

  record All(List<Waiting> waiting) {
    All {
      waiting = List.copyOf(Objects.requireNonNullElse(waiting, List.of()));
    }
  }

  record Waiting(
      UUID powerId,
      String clinic,
      String cvr,
      Instant uploadedAt,
      LocalDate until,
      int approvals,
      boolean approvedByMe) {}

  record One(Power power, boolean decidedByMe) {}

  record Power(
      UUID powerId,
      String sha256,
      List<String> holders,
      LocalDate until,
      String by,
      Instant uploadedAt,
      String state,
      int approvals,
      @Nullable Integer signers) {
    Power {
      holders = List.copyOf(Objects.requireNonNullElse(holders, List.of()));
    }
  }
}
