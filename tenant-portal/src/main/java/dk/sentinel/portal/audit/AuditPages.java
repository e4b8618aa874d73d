package dk.sentinel.portal.audit;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The audit trail: filters, and parts that htmx adds at the end. Looking is itself recorded. */
@Controller
final class AuditPages {
  private static final int PART = 25;
  private static final ParameterizedTypeReference<Entries> ENTRIES =
      new ParameterizedTypeReference<>() {};

  private static final ParameterizedTypeReference<Facets> FACETS =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;

  AuditPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/audit")
  Mono<Rendering> audit(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    AuditFilter filter = AuditFilter.of(exchange.getRequest().getQueryParams());
    exchange.getResponse().getHeaders().add(HttpHeaders.VARY, "HX-Request");
    return Mono.zip(api.me(), counts(clinicId, filter))
        .flatMap(both ->
            ask(ENTRIES, clinicId, "entries", parameters(filter, PART))
                .flatMap(
                    found -> page(exchange, clinicId, filter, both.getT1(), both.getT2(), found)));
  }

  /** The whole log as a file, streamed through. */
  @GetMapping("/clinics/{clinicId}/audit/export.{format:ndjson|csv}")
  Mono<ResponseEntity<Flux<DataBuffer>>> export(
      ServerWebExchange exchange, @PathVariable UUID clinicId, @PathVariable String format) {
    return Documents.download(
        api.document(
            "/clinics/{id}/audit/export?format={format}&lang={lang}",
            clinicId,
            format,
            Pages.language(exchange)),
        "sentinel-log." + format);
  }

  /** Counts to narrow the search by; none for a further part, and none while they are away. */
  private Mono<Narrowing> counts(UUID clinicId, AuditFilter filter) {
    if (!filter.after().isEmpty()) {
      return Mono.just(Narrowing.NONE);
    }
    return ask(FACETS, clinicId, "facets", parameters(filter, 0))
        .map(answer ->
            answer instanceof Answer.Given<Facets>(Facets given)
                ? Narrowing.of(clinicId, filter, given)
                : Narrowing.NONE);
  }

  private <T> Mono<Answer<T>> ask(
      ParameterizedTypeReference<T> type,
      UUID clinicId,
      String what,
      Map<String, String> parameters) {
    List<@Nullable Object> values = new ArrayList<>(List.of(clinicId, what));
    var query = UriComponentsBuilder.fromPath("/clinics/{id}/audit/{what}");
    parameters.forEach((name, value) -> {
      query.queryParam(name, "{" + name + "}");
      values.add(value);
    });
    return api.ask(type, query.build().toUriString(), values.toArray());
  }

  /** What the API is asked; it takes moments where the page has days. */
  private static Map<String, String> parameters(AuditFilter filter, int size) {
    Map<String, String> asked = filter.asked();
    putInstant(asked, "from", filter.fromInstant());
    putInstant(asked, "to", filter.toInstant());
    if (size > 0) {
      asked.put("size", Integer.toString(size));
      asked.put("after", filter.after());
    }
    asked.values().removeIf(String::isEmpty);
    return asked;
  }

  private static void putInstant(Map<String, String> asked, String name, @Nullable Instant at) {
    asked.put(name, at == null ? "" : at.toString());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange,
      UUID clinicId,
      AuditFilter filter,
      Me me,
      Narrowing narrowing,
      Answer<Entries> answer) {
    Map<String, Object> content = new HashMap<>();
    content.put("filter", filter);
    content.put("actions", AuditFilter.ACTIONS);
    content.put("outcomes", AuditFilter.OUTCOMES);
    content.put("purposes", AuditFilter.PURPOSES);
    content.put("narrowing", narrowing);
    switch (answer) {
      case Answer.Given<Entries> given -> content.put("found", given.body());
      case Answer.Refused<Entries> refused when refused.problem().status() == 503 -> {
        // The template says that the search is away and that nothing is lost.
      }
      case Answer.Refused<Entries> refused -> throw new ApiRefusal(refused.problem());
    }
    content.put("more", address(clinicId, filter, answer));
    String view = fragment(exchange, filter);
    return pages
        .clinicPage(exchange, me, clinicId, "audit", "audit", content)
        .map(page -> Rendering.view(view).model(page.modelAttributes()).build());
  }

  /** The whole page, or for htmx what it asked to put into the page. */
  private static String fragment(ServerWebExchange exchange, AuditFilter filter) {
    if (!exchange.getRequest().getHeaders().containsHeader("HX-Request")) {
      return "audit";
    }
    return filter.after().isEmpty() ? "audit :: results" : "audit :: more";
  }

  private static String address(UUID clinicId, AuditFilter filter, Answer<Entries> answer) {
    if (!(answer instanceof Answer.Given<Entries>(Entries found)) || found.next() == null) {
      return "";
    }
    Map<String, String> asked = filter.asked();
    asked.put("after", found.next());
    return Narrowing.address("/clinics/" + clinicId + "/audit", asked);
  }
}
