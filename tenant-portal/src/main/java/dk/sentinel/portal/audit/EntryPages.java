package dk.sentinel.portal.audit;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One entry of the audit trail with its proof, and both as files. Looking is itself recorded. */
@Controller
final class EntryPages {
  private static final ParameterizedTypeReference<ProvenEntry> ENTRY =
      new ParameterizedTypeReference<>() {};
  private static final String PATH = "/clinics/{id}/audit/entries/{position}";

  private final Api api;
  private final Pages pages;

  EntryPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/audit/entries/{position}")
  Mono<Rendering> entry(
      ServerWebExchange exchange, @PathVariable UUID clinicId, @PathVariable String position) {
    return api.me()
        .flatMap(me ->
            api.ask(ENTRY, PATH, clinicId, position)
                .flatMap(answer -> page(exchange, clinicId, me, answer)));
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, Me me, Answer<ProvenEntry> answer) {
    return switch (answer) {
      case Answer.Given<ProvenEntry>(ProvenEntry proven) ->
          pages.clinicPage(
              exchange,
              me,
              clinicId,
              "audit",
              "audit-entry",
              Map.of("proven", proven, "actions", AuditFilter.ACTIONS));
      case Answer.Refused<ProvenEntry>(Problem problem) when isNotInLog(problem) -> {
        exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
        yield pages.clinicPage(exchange, me, clinicId, "audit", "audit-entry-missing", Map.of());
      }
      case Answer.Refused<ProvenEntry>(Problem problem) -> throw new ApiRefusal(problem);
    };
  }

  /** Not numbered yet, or no number at all. */
  private static boolean isNotInLog(Problem problem) {
    return problem.slug().equals("not-in-log") || problem.status() == 400;
  }

  /** The proof as a file, to check elsewhere. */
  @GetMapping("/clinics/{clinicId}/audit/entries/{position}.tlog-proof")
  Mono<ResponseEntity<Flux<DataBuffer>>> proof(
      @PathVariable UUID clinicId, @PathVariable String position) {
    return file(clinicId, position, "tlog-proof");
  }

  /** The bytes that the proof is about. */
  @GetMapping("/clinics/{clinicId}/audit/entries/{position}.json")
  Mono<ResponseEntity<Flux<DataBuffer>>> bytes(
      @PathVariable UUID clinicId, @PathVariable String position) {
    return file(clinicId, position, "json");
  }

  private Mono<ResponseEntity<Flux<DataBuffer>>> file(UUID clinic, String position, String kind) {
    return Documents.download(
            api.document(PATH + "." + kind, clinic, position),
            "sentinel-entry-" + position + "." + kind)
        .onErrorMap(
            error -> error instanceof ApiRefusal refusal && isNotInLog(refusal.problem()),
            notThere -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
