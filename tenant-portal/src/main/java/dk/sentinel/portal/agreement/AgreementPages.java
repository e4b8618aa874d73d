package dk.sentinel.portal.agreement;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
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
 * The agreement's page and its signing: the API makes an intent, the browser goes to a fresh
 * sign-in that carries the intent's nonce, and the identity token that comes back is handed to the
 * API, which alone decides whether it is a signature.
 */
@Controller
final class AgreementPages {
  private static final ParameterizedTypeReference<Agreement> AGREEMENT =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Intent> INTENT =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> SIGNATURE =
      new ParameterizedTypeReference<>() {};

  /** The refusals that have words of their own; all others share one text. */
  private static final List<String> TOLD =
      List.of(
          "intent-expired",
          "intent-used",
          "intent-not-found",
          "sign-in-not-fresh",
          "sign-in-not-valid",
          "nonce-mismatch",
          "wrong-company",
          "no-right-to-represent",
          "right-to-represent-unknown",
          "level-too-low",
          "other-person",
          "document-changed",
          "cancelled",
          "sign-in-unavailable");

  private final Api api;
  private final Pages pages;
  private final FreshSignIn signIn;

  AgreementPages(Api api, Pages pages, FreshSignIn signIn) {
    this.api = api;
    this.pages = pages;
    this.signIn = signIn;
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
    return exchange
        .getFormData()
        .flatMap(form -> intend(clinicId, Objects.toString(form.getFirst("sha256"), "")))
        .flatMap(answer ->
            switch (answer) {
              case Answer.Given<Intent> given -> signIn.start(exchange, clinicId, given.body());
              case Answer.Refused<Intent> refused ->
                  Mono.just(backToAgreement(clinicId, refused.problem()));
            })
        .map(AgreementPages::seeOther);
  }

  /** Where the fresh sign-in comes back to. */
  @GetMapping(FreshSignIn.RETURN_PATH)
  Mono<ResponseEntity<Void>> signedIn(
      ServerWebExchange exchange,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String code) {
    return signIn
        .finish(exchange, state, code)
        .flatMap(result ->
            switch (result) {
              case FreshSignIn.Proof proof -> handIn(proof);
              case FreshSignIn.Broken broken -> Mono.just(backTo(broken));
            })
        .map(AgreementPages::seeOther);
  }

  private Mono<Answer<Intent>> intend(UUID clinicId, String sha256) {
    return api.post(
        Map.of("sha256", sha256), INTENT, "/clinics/{id}/agreement/signing-intents", clinicId);
  }

  private Mono<URI> handIn(FreshSignIn.Proof proof) {
    return api.post(
            Map.of("intentId", proof.intentId(), "idToken", proof.idToken()),
            SIGNATURE,
            "/clinics/{id}/agreement/signatures",
            proof.clinicId())
        .map(answer ->
            switch (answer) {
              case Answer.Given<Map<String, Object>> given ->
                  URI.create("/clinics/" + proof.clinicId() + "/agreement/receipt");
              case Answer.Refused<Map<String, Object>> refused ->
                  backToAgreement(proof.clinicId(), refused.problem());
            });
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String view, Map<String, Object> more) {
    return Mono.zip(
            api.me(),
            api.get(
                AGREEMENT,
                "/clinics/{id}/agreement?lang={lang}",
                clinicId,
                Pages.language(exchange)))
        .flatMap(both -> {
          var content = new HashMap<String, Object>(more);
          content.put("agreement", both.getT2());
          return pages.clinicPage(exchange, both.getT1(), clinicId, "agreement", view, content);
        });
  }

  private static URI backTo(FreshSignIn.Broken broken) {
    return broken.clinicId() == null
        ? URI.create("/home")
        : URI.create("/clinics/" + broken.clinicId() + "/agreement?problem=" + broken.why());
  }

  private static URI backToAgreement(UUID clinicId, Problem problem) {
    return URI.create("/clinics/" + clinicId + "/agreement?problem=" + told(problem.slug()));
  }

  private static String told(@Nullable String slug) {
    if (slug == null) {
      return "";
    }
    return TOLD.contains(slug) ? slug : "other";
  }

  private static ResponseEntity<Void> seeOther(URI address) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER).location(address).build();
  }
}
