package dk.sentinel.api.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.WallClock;
import dk.sentinel.compliance.agreement.FreshSignIn;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Checks ID tokens that become evidence: with the issuer's keys as fetched at that moment, which
 * are kept beside the token so that anyone can check it again.
 */
@Component
public final class IdTokens {
  private static final Duration SKEW = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WebClient web = WebClient.create();
  private final String issuer;
  private final Set<String> clients;
  private final WallClock wallClock;

  IdTokens(SentinelSettings settings, WallClock wallClock) {
    this.issuer = settings.issuer().toString();
    this.clients = TokenReader.peopleClients(settings.environment());
    this.wallClock = wallClock;
  }

  /**
   * The sign-in that the token proves; empty when signature, issuer, audience or times are not
   * right. Fails when the issuer cannot be reached.
   */
  public Mono<FreshSignIn> verified(String token) {
    return Mono.justOrEmpty(algorithm(token))
        .flatMap(algorithm -> keys().flatMap(jwks -> verified(token, algorithm, jwks)));
  }

  private Mono<FreshSignIn> verified(String token, SignatureAlgorithm algorithm, String jwks) {
    JWKSet keys;
    try {
      keys = JWKSet.parse(jwks);
    } catch (ParseException unreadable) {
      return Mono.error(new AuthenticationServiceException("the issuer's keys are unreadable"));
    }
    NimbusReactiveJwtDecoder decoder =
        NimbusReactiveJwtDecoder.withJwkSource(signed -> Flux.fromIterable(keys.getKeys()))
            .jwsAlgorithm(algorithm)
            .build();
    decoder.setJwtValidator(rules());
    return decoder
        .decode(token)
        .map(checked -> signIn(checked, token, jwks))
        .onErrorResume(BadJwtException.class, invalid -> Mono.empty());
  }

  private OAuth2TokenValidator<Jwt> rules() {
    JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
    times.setClock(wallClock.clock());
    times.setAllowEmptyExpiryClaim(false);
    return new DelegatingOAuth2TokenValidator<>(
        new JwtIssuerValidator(issuer),
        times,
        new JwtClaimValidator<@Nullable List<String>>(
            "aud",
            audience -> audience != null && audience.size() == 1 && clients.containsAll(audience)),
        new JwtClaimValidator<@Nullable Object>("auth_time", Objects::nonNull),
        new JwtClaimValidator<@Nullable Object>("typ", typ -> typ == null || typ.equals("ID")));
  }

  private Mono<String> keys() {
    return web.get()
        .uri(issuer + "/.well-known/openid-configuration")
        .retrieve()
        .bodyToMono(Map.class)
        .map(metadata -> Objects.requireNonNull(metadata.get("jwks_uri")).toString())
        .flatMap(uri -> web.get().uri(uri).retrieve().bodyToMono(String.class))
        .timeout(PATIENCE)
        .onErrorMap(
            error -> !(error instanceof Error),
            error -> new AuthenticationServiceException("the issuer cannot be reached", error));
  }

  private static @Nullable SignatureAlgorithm algorithm(String token) {
    try {
      return IdentityWiring.ALGORITHMS.stream()
          .filter(allowed -> allowed.getName().equals(alg(token)))
          .findFirst()
          .orElse(null);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  private static String alg(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getAlgorithm().getName();
    } catch (ParseException notOne) {
      throw new IllegalArgumentException("not a signed token", notOne);
    }
  }

  private static FreshSignIn signIn(Jwt checked, String token, String jwks) {
    Identity identity = Identity.of(checked);
    return new FreshSignIn(
        identity.professionalId(),
        identity.name(),
        identity.cvr(),
        identity.organization(),
        identity.mayRepresent(),
        identity.mayRepresentSource(),
        identity.level(),
        Objects.requireNonNullElse(identity.authTime(), Instant.EPOCH),
        Objects.requireNonNullElse(checked.getClaimAsString("nonce"), ""),
        token,
        jwks);
  }
}
