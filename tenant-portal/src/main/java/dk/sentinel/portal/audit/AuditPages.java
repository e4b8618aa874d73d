package dk.sentinel.portal.audit;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.web.Pages;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/** The audit trail: filters, and parts that htmx adds at the end. Looking is itself recorded. */
@Controller
final class AuditPages {
  private static final int PART = 25;
  private static final ParameterizedTypeReference<Entries> ENTRIES =
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
    return Mono.zip(api.me(), search(clinicId, filter))
        .flatMap(both -> page(exchange, clinicId, filter, both.getT1(), both.getT2()));
  }

  private Mono<Answer<Entries>> search(UUID clinicId, AuditFilter filter) {
    Map<String, @Nullable Object> asked = new LinkedHashMap<>();
    asked.put("from", filter.fromInstant());
    asked.put("to", filter.toInstant());
    asked.put("action", filter.action());
    asked.put("outcome", filter.outcome());
    asked.put("after", filter.after());
    asked.values().removeIf(value -> value == null || value.toString().isEmpty());
    var query = UriComponentsBuilder.fromPath("/clinics/{id}/audit/entries");
    query.queryParam("size", PART);
    asked.keySet().forEach(name -> query.queryParam(name, "{" + name + "}"));
    Object[] values = new Object[asked.size() + 1];
    values[0] = clinicId;
    System.arraycopy(asked.values().toArray(), 0, values, 1, asked.size());
    return api.ask(ENTRIES, query.build().toUriString(), values);
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
    var address = UriComponentsBuilder.fromPath("/clinics/{id}/audit");
    if (filter.from() != null) {
      address.queryParam("from", filter.from());
    }
    if (filter.to() != null) {
      address.queryParam("to", filter.to());
    }
    if (!filter.action().isEmpty()) {
      address.queryParam("action", filter.action());
    }
    if (!filter.outcome().isEmpty()) {
      address.queryParam("outcome", filter.outcome());
    }
    return address
        .queryParam("after", "{after}")
        .encode()
        .buildAndExpand(clinicId, found.next())
        .toUriString();
  }
}
