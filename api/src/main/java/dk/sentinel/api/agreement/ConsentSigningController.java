package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.ClosedGate;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.ConsentVersion;
import dk.sentinel.compliance.agreement.Consents;
import dk.sentinel.compliance.ending.Terminations;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A clinic gives the practice consent: signed by itself, after the agreement. */
@RestController
@RequestMapping("/clinics/{clinicId}/consent")
final class ConsentSigningController {
  private final Signing signing;
  private final Agreements agreements;
  private final Consents consents;
  private final Terminations terminations;
  private final Signing.Side clinic;

  ConsentSigningController(
      Signing signing, Agreements agreements, Consents consents, Terminations terminations) {
    this.signing = signing;
    this.agreements = agreements;
    this.consents = consents;
    this.terminations = terminations;
    this.clinic =
        new Signing.Side(
            this::closedGate,
            agreements::controller,
            transaction -> agreements.controller(transaction).map(ConsentVersion::of),
            consents::give);
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
  Mono<Signing.SignatureView> give(
      @RequestBody Signing.SignatureRequest request,
      @AuthenticationPrincipal Caller.Person person) {
    return signing.sign(clinic, request, person);
  }

  /** There is nothing to consent to before the agreement, and none once it is terminated. */
  private Mono<Problem> closedGate(TenantTransaction transaction) {
    return agreements
        .inForce(transaction)
        .filterWhen(inForce -> terminations.current(transaction).hasElement().map(ends -> !ends))
        .hasElement()
        .filter(open -> !open)
        .flatMap(closed ->
            consents
                .refused(transaction, Gate.AGREEMENT.code())
                .thenReturn(ClosedGate.of(Gate.AGREEMENT.code())));
  }
}
