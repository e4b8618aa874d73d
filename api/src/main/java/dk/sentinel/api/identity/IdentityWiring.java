package dk.sentinel.api.identity;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.WallClock;
import dk.sentinel.api.problem.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The API as an OAuth 2 resource server: no cookies, no sessions, one realm's tokens. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class IdentityWiring {
  static final Set<SignatureAlgorithm> ALGORITHMS =
      Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
  private static final String AUDIENCE = "sentinel-api";

  private static final Problem PRIVATE_PERSON =
      Problem.of(
          "business-identity-required",
          HttpStatus.FORBIDDEN,
          "Business identity required",
          "Sign in with MitID Erhverv for your clinic; a private MitID gives no access.");

  @Bean
  SecurityWebFilterChain security(ServerHttpSecurity http, SentinelSettings settings) {
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .authorizeExchange(paths ->
            paths
                .pathMatchers(HttpMethod.GET, "/openapi.yaml", "/log/key", "/log/verifier.jar")
                .permitAll()
                .pathMatchers(HttpMethod.GET, "/livez", "/readyz", "/actuator/*")
                .permitAll()
                .pathMatchers(HttpMethod.POST, "/documents/check")
                .permitAll()
                .pathMatchers("/fhir", "/fhir/**", "/practice-system/**")
                .hasAuthority(SignedIn.PRACTICE_SYSTEM)
                .anyExchange()
                .hasAuthority(SignedIn.PERSON))
        .oauth2ResourceServer(server ->
            server
                .jwt(jwt -> jwt.jwtAuthenticationConverter(new TokenReader(settings)))
                .authenticationEntryPoint((exchange, refused) -> Mono.error(refused))
                .accessDeniedHandler(IdentityWiring::denied))
        .exceptionHandling(errors ->
            errors
                .authenticationEntryPoint((exchange, refused) -> Mono.error(refused))
                .accessDeniedHandler(IdentityWiring::denied))
        .build();
  }

  /** Asks the issuer for its keys at the first token, not at start: Keycloak may come up later. */
  @Bean
  ReactiveJwtDecoder accessTokens(SentinelSettings settings, WallClock wallClock) {
    return new SupplierReactiveJwtDecoder(() -> decoder(settings.issuer().toString(), wallClock));
  }

  private static ReactiveJwtDecoder decoder(String issuer, WallClock wallClock) {
    NimbusReactiveJwtDecoder decoder =
        NimbusReactiveJwtDecoder.withIssuerLocation(issuer)
            .jwsAlgorithms(allowed -> {
              allowed.clear();
              allowed.addAll(ALGORITHMS);
            })
            .build();
    decoder.setJwtValidator(rules(issuer, wallClock));
    return decoder;
  }

  private static OAuth2TokenValidator<Jwt> rules(String issuer, WallClock wallClock) {
    JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
    times.setClock(wallClock.clock());
    times.setAllowEmptyExpiryClaim(false);
    return new DelegatingOAuth2TokenValidator<>(
        new JwtIssuerValidator(issuer),
        times,
        new JwtClaimValidator<Object>("aud", IdentityWiring::isForUs),
        new JwtClaimValidator<Object>("typ", typ -> typ == null || typ.equals("Bearer")));
  }

  private static boolean isForUs(Object audience) {
    return audience instanceof Iterable<?> many ? contains(many) : AUDIENCE.equals(audience);
  }

  private static boolean contains(Iterable<?> audiences) {
    for (Object audience : audiences) {
      if (Objects.equals(audience, AUDIENCE)) {
        return true;
      }
    }
    return false;
  }

  private static Mono<Void> denied(ServerWebExchange exchange, AccessDeniedException refused) {
    return exchange
        .getPrincipal()
        .filter(
            who -> who instanceof SignedIn in && in.getPrincipal() instanceof Caller.PrivatePerson)
        .flatMap(who -> Mono.<Void>error(PRIVATE_PERSON.asException()))
        .switchIfEmpty(Mono.error(refused));
  }
}
