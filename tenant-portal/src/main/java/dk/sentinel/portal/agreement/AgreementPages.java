package dk.sentinel.portal.agreement;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The agreement's page: what binds, what is new and what it asks of the clinic. Signing is {@link
 * Ceremony}'s.
 */
@Controller
final class AgreementPages {
  private static final ParameterizedTypeReference<Agreement> AGREEMENT =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Standpoint> STANDPOINT =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;
  private final Ceremony ceremony;
  private final Signatures signatures;

  AgreementPages(Api api, Pages pages, Ceremony ceremony, Signatures signatures) {
    this.signatures = signatures;
    this.api = api;
    this.pages = pages;
    this.ceremony = ceremony;
  }

  @GetMapping("/clinics/{clinicId}/agreement")
  Mono<Rendering> agreement(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(required = false) @Nullable String problem) {
    return page(exchange, clinicId, "agreement", Map.of("problem", told(problem)));
  }

  @GetMapping("/clinics/{clinicId}/agreement/receipt")
  Mono<Rendering> receipt(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return page(exchange, clinicId, "agreement-receipt", Map.of());
  }

  @GetMapping("/clinics/{clinicId}/agreement/document")
  Mono<ResponseEntity<Flux<DataBuffer>>> document(@PathVariable UUID clinicId) {
    return Documents.download(
        api.document("/clinics/{id}/agreement/document", clinicId),
        "sentinel-databehandleraftale.pdf");
  }

  /** Starts a signing: the hash says which document the person has read. */
  @PostMapping("/clinics/{clinicId}/agreement/signing")
  Mono<ResponseEntity<Void>> sign(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    String agreement = "/clinics/" + clinicId + "/agreement";
    return ceremony.begin(
        exchange,
        agreement + "/signing-intents",
        new FreshSignIn.Purpose(agreement + "/signatures", agreement, agreement + "/receipt"));
  }

  /** Objects to a change of sub-processors, or takes that back. */
  @PostMapping("/clinics/{clinicId}/agreement/objection")
  Mono<Rendering> object(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    String objection = "/clinics/{id}/agreement/objection";
    return exchange
        .getFormData()
        .flatMap(form ->
            "withdraw".equals(form.getFirst("act"))
                ? api.delete(objection, clinicId)
                : api.send(Map.of(), objection, clinicId))
        .map(answer -> answer instanceof Answer.Refused<?> ? "?problem=nothing-to-object-to" : "")
        .map(told -> Rendering.redirectTo("/clinics/" + clinicId + "/agreement" + told).build());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String view, Map<String, Object> more) {
    return Mono.zip(
            api.me(),
            api.get(
                AGREEMENT,
                "/clinics/{id}/agreement?lang={lang}",
                clinicId,
                Pages.language(exchange)),
            api.get(
                STANDPOINT,
                "/clinics/{id}/agreement/versions?lang={lang}",
                clinicId,
                Pages.language(exchange)))
        .zipWhen(read -> signatures.of(read.getT1(), clinicId))
        .flatMap(all -> {
          var both = all.getT1();
          var content = new HashMap<String, Object>(more);
          content.put("agreement", both.getT2());
          content.put("standpoint", both.getT3());
          content.put("signatures", all.getT2());
          return pages.clinicPage(exchange, both.getT1(), clinicId, "agreement", view, content);
        });
  }

  private static String told(@Nullable String slug) {
    return slug == null ? "" : Ceremony.told(slug);
  }
}
