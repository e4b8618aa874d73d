package dk.sentinel.api.system;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The keys of practice systems. The operator sets them for the vendor; a vendor that publishes its
 * keys tells us itself, with the old one, that there are new ones to fetch.
 */
@RestController
final class KeysController {
  private final SystemKeys keys;
  private final boolean synthetic;

  KeysController(SystemKeys keys, SentinelSettings settings) {
    this.keys = keys;
    this.synthetic = settings.environment().isSynthetic();
  }

  @PutMapping("/practice-systems/{system}/keys")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<SystemController.View> set(
      @PathVariable String system,
      @RequestBody Request request,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    ActContext act = operator(exchange, person);
    if ((request.jwks == null) == (request.jwksUrl == null)) {
      throw Problem.invalid("jwks", "must be given, or jwksUrl, but not both").asException();
    }
    if (request.jwksUrl != null) {
      KeyAddress address =
          KeyAddress.of(request.jwksUrl, synthetic)
              .orElseThrow(() -> Problem.invalid("jwksUrl", KeyAddress.RULE).asException());
      return keys.publish(act, system, address).map(SystemController.View::of);
    }
    PublicKeys handedOver =
        PublicKeys.of(String.valueOf(request.jwks))
            .orElseThrow(() -> Problem.invalid("jwks", PublicKeys.RULE).asException());
    return keys.handOver(act, system, handedOver).map(SystemController.View::of);
  }

  @PostMapping("/practice-systems/{system}/keys/refresh")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<SystemController.View> refresh(
      @PathVariable String system,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    return keys.refresh(operator(exchange, person), system, synthetic)
        .map(SystemController.View::of);
  }

  @PostMapping("/practice-system/keys/refresh")
  Mono<SystemController.View> refreshMine(
      @AuthenticationPrincipal Caller.PracticeSystem system, ServerWebExchange exchange) {
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, system.actor());
    return keys.refresh(act, system.id(), synthetic).map(SystemController.View::of);
  }

  private static ActContext operator(ServerWebExchange exchange, Caller.Person person) {
    return RequestOrigin.act(exchange, TenantId.PLATFORM, person.as(PlatformRole.OPERATOR.code()));
  }

  /**
   * What PUT takes: one of both.
   *
   * @param jwks a JWK set with public keys
   * @param jwksUrl where the vendor publishes one
   */
  record Request(@Nullable JsonNode jwks, @Nullable String jwksUrl) {}
}
