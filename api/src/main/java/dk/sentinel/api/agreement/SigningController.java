package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.compliance.agreement.AgreementVersions;
import dk.sentinel.compliance.agreement.Agreements;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A clinic signs the version that is offered. */
@RestController
@RequestMapping("/clinics/{clinicId}/agreement")
final class SigningController {
  private final Signing signing;
  private final Signing.Side clinic;

  SigningController(Signing signing, Agreements agreements, AgreementVersions versions) {
    this.signing = signing;
    this.clinic =
        new Signing.Side(
            signing::terminated, agreements::controller, versions::offered, agreements::sign);
  }

  @PostMapping("/signing-intents")
  @ResponseStatus(HttpStatus.CREATED)
  @ForClinic(OWNER)
  Mono<Signing.IntentView> announce(
      @RequestBody Signing.IntentRequest request, @AuthenticationPrincipal Caller.Person person) {
    return signing.announce(clinic, request, person);
  }

  @PostMapping("/signatures")
  @ResponseStatus(HttpStatus.CREATED)
  @ForClinic(OWNER)
  Mono<Signing.SignatureView> sign(
      @RequestBody Signing.SignatureRequest request,
      @AuthenticationPrincipal Caller.Person person) {
    return signing.sign(clinic, request, person);
  }
}
