package dk.sentinel.api.agreement;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.compliance.agreement.AgreementVersions;
import dk.sentinel.compliance.agreement.Agreements;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The operator's representative signs the draft, in the same way as clinics do: a fresh sign-in for
 * the operator's own CVR number by somebody who may represent it. That publishes the version.
 */
@RestController
@RequestMapping("/agreement-versions/draft")
final class PublishingController {
  private final Signing signing;
  private final Signing.Side operator;

  PublishingController(
      Signing signing,
      Agreements agreements,
      AgreementVersions versions,
      AgreementPrinter printer) {
    this.signing = signing;
    this.operator =
        new Signing.Side(
            transaction -> Mono.empty(),
            transaction -> Mono.just(printer.processor()),
            versions::draft,
            agreements::publish);
  }

  @PostMapping("/signing-intents")
  @ResponseStatus(HttpStatus.CREATED)
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<Signing.IntentView> announce(
      @RequestBody Signing.IntentRequest request,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    return signing
        .announce(operator, request, person)
        .contextWrite(VersionController.platform(exchange, person).write());
  }

  @PostMapping("/signatures")
  @ResponseStatus(HttpStatus.CREATED)
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<Signing.SignatureView> publish(
      @RequestBody Signing.SignatureRequest request,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    return signing
        .sign(operator, request, person)
        .contextWrite(VersionController.platform(exchange, person).write());
  }
}
