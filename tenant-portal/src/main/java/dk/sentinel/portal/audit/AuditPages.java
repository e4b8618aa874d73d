package dk.sentinel.portal.audit;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Formats;
import dk.sentinel.portal.web.Pages;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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

  private final Api api;
  private final Pages pages;
  private final Clock clock;

  AuditPages(Api api, Pages pages, Clock clock) {
    this.api = api;
    this.pages = pages;
    this.clock = clock;
  }

  /** One page is one look: counts and timeline come along with the entries. */
  @GetMapping("/clinics/{clinicId}/audit")
  Mono<Rendering> audit(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    AuditFilter filter = AuditFilter.of(exchange.getRequest().getQueryParams());
    exchange.getResponse().getHeaders().add(HttpHeaders.VARY, "HX-Request");
    return api.me()
        .flatMap(me ->
            ask(clinicId, parameters(filter))
                .flatMap(found -> page(exchange, clinicId, filter, me, found)));
  }

  /** The log as a file, streamed through; the days of an empty form are left out. */
  @GetMapping("/clinics/{clinicId}/audit/export.{format:ndjson|csv|fhir|pdf|package}")
  Mono<ResponseEntity<Flux<DataBuffer>>> export(
      ServerWebExchange exchange, @PathVariable UUID clinicId, @PathVariable String format) {
    List<@Nullable Object> values =
        new ArrayList<>(List.of(clinicId, format, Pages.language(exchange)));
    var query =
        UriComponentsBuilder.fromPath("/clinics/{id}/audit/export")
            .queryParam("format", "{format}")
            .queryParam("lang", "{lang}");
    for (String day : List.of("from", "to")) {
      String given = exchange.getRequest().getQueryParams().getFirst(day);
      if (given != null && !given.isBlank()) {
        query.queryParam(day, "{" + day + "}");
        values.add(given);
      }
    }
    return Documents.asNamed(
        api.document(query.build().toUriString(), values.toArray()), "sentinel-log." + format);
  }

  private Mono<Answer<Entries>> ask(UUID clinicId, Map<String, String> parameters) {
    List<@Nullable Object> values = new ArrayList<>(List.of(clinicId));
    var query = UriComponentsBuilder.fromPath("/clinics/{id}/audit/entries");
    parameters.forEach((name, value) -> {
      query.queryParam(name, "{" + name + "}");
      values.add(value);
    });
    return api.ask(ENTRIES, query.build().toUriString(), values.toArray());
  }

  /**
   * What the API is asked; it takes moments where the page has days. A further part needs no
   * counts.
   */
  private Map<String, String> parameters(AuditFilter filter) {
    Map<String, String> asked = filter.asked();
    asked.remove("hour");
    putInstant(asked, "from", filter.fromInstant());
    putInstant(asked, "to", filter.toInstant());
    asked.put("size", Integer.toString(PART));
    asked.put("after", filter.after());
    if (filter.after().isEmpty()) {
      asked.put("with", "facets,timeline");
      asked.put("by", Step.of(filter, today()).code());
    }
    asked.values().removeIf(String::isEmpty);
    return asked;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), Formats.COPENHAGEN);
  }

  private static void putInstant(Map<String, String> asked, String name, @Nullable Instant at) {
    asked.put(name, at == null ? "" : at.toString());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange,
      UUID clinicId,
      AuditFilter filter,
      Me me,
      Answer<Entries> answer) {
    Map<String, Object> content = new HashMap<>();
    content.put("filter", filter);
    content.put("actions", AuditFilter.ACTIONS);
    content.put("outcomes", AuditFilter.OUTCOMES);
    content.put("purposes", AuditFilter.PURPOSES);
    content.put("presets", Preset.of(clinicId, filter, today()));
    switch (answer) {
      case Answer.Given<Entries>(Entries found) -> putFound(content, clinicId, filter, found);
      case Answer.Refused<Entries> refused
          when !filter.after().isEmpty() && isGone(refused.problem().status()) ->
          content.put("again", Narrowing.address(path(clinicId), filter.asked()));
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

  private void putFound(
      Map<String, Object> content, UUID clinicId, AuditFilter filter, Entries found) {
    content.put("found", found);
    content.put("narrowing", Narrowing.of(clinicId, filter, found.facets()));
    content.put(
        "chart",
        Chart.of(clinicId, filter, Step.of(filter, today()), found.timeline(), clock.instant()));
  }

  /** A place to go on from that is too old, or that no search ever gave. */
  private static boolean isGone(int status) {
    return status == HttpStatus.GONE.value() || status == HttpStatus.BAD_REQUEST.value();
  }

  private static String path(UUID clinicId) {
    return "/clinics/" + clinicId + "/audit";
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
    return Narrowing.address(path(clinicId), asked);
  }
}
