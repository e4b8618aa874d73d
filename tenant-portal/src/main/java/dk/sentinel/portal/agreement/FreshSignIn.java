package dk.sentinel.portal.agreement;

import com.fasterxml.jackson.annotation.JsonProperty;
import dk.sentinel.portal.settings.Level;
import dk.sentinel.portal.settings.PortalSettings;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * A sign-in made for one signature: the issuer must ask the person anew ({@code prompt=login},
 * {@code max_age=0}) and puts the intent's nonce into the identity token. The attempt is bound to
 * the session by its state and is spent by the first return, whatever comes of it. The portal's own
 * sign-in is not touched.
 */
@Component
final class FreshSignIn {
  /** Below the addresses that the issuer lets this client return to. */
  static final String RETURN_PATH = "/login/oauth2/code/signing";

  private static final Logger LOG = LoggerFactory.getLogger(FreshSignIn.class);
  private static final String ATTEMPT = FreshSignIn.class.getName();
  private static final String CLIENT = "sentinel-portal";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PortalSettings settings;
  private final WebClient issuer;
  private final SecureRandom random = new SecureRandom();

  FreshSignIn(PortalSettings settings) {
    this.settings = settings;
    this.issuer = WebClient.create();
  }

  /**
   * Remembers the attempt in the session and answers the issuer's address to send the browser to.
   */
  Mono<URI> start(ServerWebExchange exchange, Purpose purpose, Intent intent) {
    var attempt = new Attempt(secret(), secret(), purpose, intent.intentId());
    return exchange
        .getSession()
        .doOnNext(session -> session.getAttributes().put(ATTEMPT, attempt))
        .thenReturn(address(attempt, intent));
  }

  /** Takes what the issuer sent back and exchanges it for the identity token. */
  Mono<Result> finish(ServerWebExchange exchange, @Nullable String state, @Nullable String code) {
    return exchange.getSession().flatMap(session -> finish(session, state, code));
  }

  private Mono<Result> finish(WebSession session, @Nullable String state, @Nullable String code) {
    if (!(session.getAttributes().remove(ATTEMPT) instanceof Attempt attempt)) {
      return Mono.just(new Broken(null, "cancelled"));
    }
    if (!same(attempt.state(), Objects.requireNonNullElse(state, "")) || code == null) {
      return Mono.just(new Broken(attempt.purpose(), "cancelled"));
    }
    return exchange(attempt, code);
  }

  private Mono<Result> exchange(Attempt attempt, String code) {
    return issuer
        .post()
        .uri(URI.create(settings.issuerEndpoint("token")))
        .headers(headers -> headers.setBasicAuth(CLIENT, settings.portal().clientSecret()))
        .body(
            BodyInserters.fromFormData("grant_type", "authorization_code")
                .with("code", code)
                .with("redirect_uri", settings.here(RETURN_PATH))
                .with("code_verifier", attempt.verifier()))
        .retrieve()
        .bodyToMono(Tokens.class)
        .timeout(PATIENCE)
        .<Result>map(tokens -> new Proof(attempt.purpose(), attempt.intentId(), tokens.idToken()))
        .doOnError(error -> LOG.warn("a fresh sign-in could not be completed", error))
        .onErrorReturn(new Broken(attempt.purpose(), "sign-in-unavailable"));
  }

  private URI address(Attempt attempt, Intent intent) {
    return UriComponentsBuilder.fromUriString(settings.issuerEndpoint("auth"))
        .queryParam("response_type", "code")
        .queryParam("client_id", CLIENT)
        .queryParam("scope", "openid")
        .queryParam("redirect_uri", "{redirect}")
        .queryParam("state", "{state}")
        .queryParam("nonce", "{nonce}")
        .queryParam("code_challenge", challenge(attempt.verifier()))
        .queryParam("code_challenge_method", "S256")
        .queryParam("prompt", "login")
        .queryParam("max_age", "0")
        .queryParam("claims", "{claims}")
        .encode()
        .buildAndExpand(
            settings.here(RETURN_PATH),
            attempt.state(),
            intent.nonce(),
            Level.asClaims(Objects.requireNonNullElse(intent.acrValues(), Level.SUBSTANTIAL)))
        .toUri();
  }

  private String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** What came of the sign-in. */
  sealed interface Result {}

  /** The issuer's identity token for this intent, not yet judged by anyone. */
  record Proof(Purpose purpose, UUID intentId, String idToken) implements Result {}

  /** No token: broken off, not this session's, or the issuer did not answer. */
  record Broken(@Nullable Purpose purpose, String why) implements Result {}

  /**
   * What is signed: where the proof is handed in at the API, and where the person comes from and
   * goes to in the portal.
   */
  record Purpose(String signatures, String page, String receipt) implements Serializable {}

  private record Attempt(String state, String verifier, Purpose purpose, UUID intentId)
      implements Serializable {}

  private record Tokens(@JsonProperty("id_token") String idToken) {}
}
