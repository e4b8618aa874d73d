package dk.sentinel.portal.agreement;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Signing, for clinics and for the operator's representative: the API makes an intent, the browser
 * goes to a fresh sign-in that carries the intent's nonce, and the identity token that comes back
 * is handed to the API, which alone decides whether it is a signature.
 */
@Controller
public final class Ceremony {
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
          "other-document",
          "holds-already",
          "signed-already",
          "other-copy",
          "gate-closed",
          "agreement-terminated",
          "nothing-to-object-to",
          "cancelled",
          "sign-in-unavailable");

  private final Api api;
  private final FreshSignIn signIn;

  Ceremony(Api api, FreshSignIn signIn) {
    this.api = api;
    this.signIn = signIn;
  }

  /** Begins the operator's signature on the draft of the agreement, read at that page. */
  public Mono<ResponseEntity<Void>> publish(
      ServerWebExchange exchange, String page, String receipt) {
    return begin(
        exchange,
        "/agreement-versions/draft/signing-intents",
        new FreshSignIn.Purpose("/agreement-versions/draft/signatures", page, receipt));
  }

  /** Announces a signature on the document whose hash is in the form, and leads to the sign-in. */
  Mono<ResponseEntity<Void>> begin(
      ServerWebExchange exchange, String intents, FreshSignIn.Purpose purpose) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.post(
                Map.of("sha256", Objects.toString(form.getFirst("sha256"), "")), INTENT, intents))
        .flatMap(answer ->
            switch (answer) {
              case Answer.Given<Intent> given -> signIn.start(exchange, purpose, given.body());
              case Answer.Refused<Intent> refused ->
                  Mono.just(back(purpose, refused.problem().slug()));
            })
        .map(Ceremony::seeOther);
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
              case FreshSignIn.Broken broken ->
                  Mono.just(
                      broken.purpose() == null
                          ? URI.create("/home")
                          : back(broken.purpose(), broken.why()));
            })
        .map(Ceremony::seeOther);
  }

  private Mono<URI> handIn(FreshSignIn.Proof proof) {
    return api.post(
            Map.of("intentId", proof.intentId(), "idToken", proof.idToken()),
            SIGNATURE,
            proof.purpose().signatures())
        .map(answer ->
            switch (answer) {
              case Answer.Given<Map<String, Object>> given ->
                  URI.create(
                      Boolean.FALSE.equals(given.body().get("inForce"))
                          ? proof.purpose().page()
                          : proof.purpose().receipt());
              case Answer.Refused<Map<String, Object>> refused ->
                  back(proof.purpose(), refused.problem().slug());
            });
  }

  private static URI back(FreshSignIn.Purpose purpose, @Nullable String slug) {
    return URI.create(purpose.page() + "?problem=" + told(Objects.toString(slug, "")));
  }

  /** The name of a refusal that the pages have words for. */
  public static String told(String slug) {
    return TOLD.contains(slug) ? slug : "other";
  }

  private static ResponseEntity<Void> seeOther(URI address) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER).location(address).build();
  }
}
