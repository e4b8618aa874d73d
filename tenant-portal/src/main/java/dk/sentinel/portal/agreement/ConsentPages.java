package dk.sentinel.portal.agreement;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
import java.util.HashMap;
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

/**
 * The practice consent: a document of its own after the agreement, signed in the same {@link
 * Ceremony} and withdrawn with one button.
 */
@Controller
final class ConsentPages {
  private static final ParameterizedTypeReference<Consent> CONSENT =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("withdrawn", "refused");

  private final Api api;
  private final Pages pages;
  private final Ceremony ceremony;
  private final Signatures signatures;

  ConsentPages(Api api, Pages pages, Ceremony ceremony, Signatures signatures) {
    this.api = api;
    this.pages = pages;
    this.ceremony = ceremony;
    this.signatures = signatures;
  }

  @GetMapping("/clinics/{clinicId}/consent")
  Mono<Rendering> consent(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done,
      @RequestParam(required = false) @Nullable String problem) {
    return page(
        exchange,
        clinicId,
        "consent",
        Map.of(
            "done",
            OUTCOMES.contains(done) ? done : "",
            "problem",
            problem == null ? "" : Ceremony.told(problem)));
  }

  @GetMapping("/clinics/{clinicId}/consent/receipt")
  Mono<Rendering> receipt(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return page(exchange, clinicId, "consent-receipt", Map.of());
  }

  @GetMapping("/clinics/{clinicId}/consent/document")
  Mono<ResponseEntity<Flux<DataBuffer>>> document(@PathVariable UUID clinicId) {
    return Documents.download(
        api.document("/clinics/{id}/consent/document", clinicId), "sentinel-praksissamtykke.pdf");
  }

  /** Starts giving the consent: the hash says which document the person has read. */
  @PostMapping("/clinics/{clinicId}/consent/signing")
  Mono<ResponseEntity<Void>> sign(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    String consent = "/clinics/" + clinicId + "/consent";
    return ceremony.begin(
        exchange,
        consent + "/signing-intents",
        new FreshSignIn.Purpose(consent + "/signatures", consent, consent + "/receipt"));
  }

  @PostMapping("/clinics/{clinicId}/consent/withdrawal")
  Mono<Rendering> withdraw(@PathVariable UUID clinicId) {
    return api.post("/clinics/{id}/consent/withdrawal", clinicId)
        .map(answer -> answer instanceof Answer.Given<?> ? "withdrawn" : "refused")
        .map(outcome ->
            Rendering.redirectTo("/clinics/" + clinicId + "/consent?done=" + outcome).build());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String view, Map<String, Object> more) {
    return Mono.zip(
            api.me(),
            api.get(
                CONSENT, "/clinics/{id}/consent?lang={lang}", clinicId, Pages.language(exchange)))
        .zipWhen(read -> signatures.of(read.getT1(), clinicId))
        .flatMap(all -> {
          var content = new HashMap<String, Object>(more);
          content.put("consent", all.getT1().getT2());
          content.put(
              "signatures",
              all.getT2().stream().filter(one -> one.kind().equals("consent")).toList());
          return pages.clinicPage(
              exchange, all.getT1().getT1(), clinicId, "consent", view, content);
        });
  }

  record Consent(
      String version,
      List<String> paragraphs,
      @Nullable String sha256,
      @Nullable Given given,
      @Nullable Begun begun) {
    Consent {
      paragraphs = List.copyOf(Objects.requireNonNullElse(paragraphs, List.of()));
    }
  }

  record Given(
      Instant at,
      @Nullable String by,
      @Nullable String jointlyWith,
      @Nullable String version,
      @Nullable String documentSha256) {}
}
