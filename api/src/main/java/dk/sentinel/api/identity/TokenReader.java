package dk.sentinel.api.identity;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.problem.Challenge;
import dk.sentinel.compliance.tenancy.AssuranceLevel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import reactor.core.publisher.Mono;

/** Reads who calls from a token whose signature, issuer, audience and times are already checked. */
final class TokenReader implements Converter<Jwt, Mono<AbstractAuthenticationToken>> {
  /** The scope of SMART App Launch 2 that lets a system send a kind of data. */
  private static final Pattern SEND = Pattern.compile("system/([A-Za-z]{1,40})\\.c");

  private final Set<String> peopleClients;
  private final SentinelSettings.Platform platform;

  TokenReader(SentinelSettings settings) {
    this.peopleClients = peopleClients(settings.environment());
    this.platform = settings.platform();
  }

  /** Clients through which people sign in; scripted sign-in exists for synthetic people only. */
  static Set<String> peopleClients(SentinelSettings.Environment environment) {
    return environment.isSynthetic()
        ? Set.of("sentinel-portal", "sentinel-demo")
        : Set.of("sentinel-portal");
  }

  @Override
  public Mono<AbstractAuthenticationToken> convert(Jwt token) {
    return Mono.fromCallable(() -> new SignedIn(caller(token)));
  }

  private Caller caller(Jwt token) {
    @Nullable String client = token.getClaimAsString("azp");
    if (client != null && peopleClients.contains(client)) {
      return person(token);
    }
    Set<String> kinds = kinds(token);
    if (client != null && !kinds.isEmpty() && isService(token)) {
      return new Caller.PracticeSystem(client, kinds);
    }
    throw new InvalidBearerTokenException("issued to a client that is not let in");
  }

  private Caller person(Jwt token) {
    Identity identity = Identity.of(token);
    if (!identity.level().isAtLeast(AssuranceLevel.SUBSTANTIAL)) {
      throw new Challenge.LevelTooLowException();
    }
    @Nullable String session = token.getClaimAsString("sid");
    if (!identity.isProfessional() || session == null) {
      return new Caller.PrivatePerson();
    }
    @Nullable Instant authTime = identity.authTime();
    if (authTime == null) { // such a token could be renewed for ever
      throw new InvalidBearerTokenException("does not say when they signed in");
    }
    return new Caller.Person(
        identity.professionalId(),
        identity.name(),
        identity.cvr(),
        identity.organization(),
        identity.mayRepresent(),
        identity.level().uri(),
        session,
        authTime,
        identity.idp(),
        platformRoles(identity.professionalId()),
        new Caller.Person.Named(
            clinics(token), Objects.requireNonNullElse(token.getIssuedAt(), Instant.EPOCH)));
  }

  /** Keycloak's organizations, whose aliases are clinics' ids: a list of them, or with details. */
  private static Set<String> clinics(Jwt token) {
    return switch (token.getClaims().get("organization")) {
      case Collection<?> aliases ->
          aliases.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
      case Map<?, ?> details ->
          details.keySet().stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
      case null, default -> Set.of();
    };
  }

  private Set<PlatformRole> platformRoles(String id) {
    Set<PlatformRole> roles = EnumSet.noneOf(PlatformRole.class);
    if (platform.operators().contains(id)) {
      roles.add(PlatformRole.OPERATOR);
    }
    if (platform.projectEditors().contains(id)) {
      roles.add(PlatformRole.PROJECT_EDITOR);
    }
    return roles;
  }

  /** A client's own token: Keycloak gives such a token no session of a person. */
  private static boolean isService(Jwt token) {
    return !token.hasClaim("sid") && !token.hasClaim("nemlogin.persistent_professional_id");
  }

  private static Set<String> kinds(Jwt token) {
    return Arrays.stream(textOr(token, "scope", "").split(" "))
        .map(SEND::matcher)
        .filter(Matcher::matches)
        .map(scope -> scope.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String textOr(Jwt token, String claim, String other) {
    @Nullable String text = token.getClaimAsString(claim);
    return text == null || text.isBlank() ? other : text;
  }
}
