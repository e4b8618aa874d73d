package dk.sentinel.api.clinic;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A practice system says for which ydernummer of which clinic it sends: the first gate. What it
 * names must fit together; that a clinic exists is not told otherwise.
 */
@RestController
final class ActivationController {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final Pattern YDERNUMMER = Pattern.compile("[0-9]{1,6}");
  private static final Problem UNKNOWN =
      Problem.of(
          "clinic-or-ydernummer-unknown",
          HttpStatus.NOT_FOUND,
          "Clinic or ydernummer unknown",
          "No clinic is registered with this CVR number and this ydernummer. Ask the clinic to"
              + " check both with the operator.");

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final ClinicStore store = new ClinicStore();

  ActivationController(
      TenantDirectory directory, TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @PostMapping("/practice-system/activations")
  Mono<ResponseEntity<Activated>> activate(
      @RequestBody Request request,
      @AuthenticationPrincipal Caller.PracticeSystem system,
      ServerWebExchange exchange) {
    Fields fields = new Fields();
    String cvr = fields.text("cvr", request.cvr, 8);
    fields.require(Cvr.isValid(cvr), "cvr", "must be a CVR number");
    String number =
        NewClinic.sixDigits(
            fields.matching(
                "ydernummer", request.ydernummer, YDERNUMMER, "must have up to six digits"));
    fields.refuseIfBroken();
    ActContext nobody = RequestOrigin.act(exchange, TenantId.PLATFORM, system.actor());
    return holder(cvr, number)
        .flatMap(clinic ->
            transactions.inTransaction(
                nobody.in(clinic), transaction -> activated(transaction, system, number)))
        .switchIfEmpty(Mono.defer(() -> refused(nobody, system)));
  }

  private Mono<TenantId> holder(String cvr, String number) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DENMARK);
    return directory
        .clinicOfCvr(cvr)
        .filterWhen(clinic -> directory.holderOf(number, today).map(clinic::equals));
  }

  private Mono<ResponseEntity<Activated>> activated(
      TenantTransaction transaction, Caller.PracticeSystem system, String number) {
    return store
        .activate(transaction, system.id(), number, clock.instant())
        .flatMap(isNew ->
            isNew
                ? audit
                    .append(transaction, new ClinicAct.Activated(system.id(), number))
                    .thenReturn(HttpStatus.CREATED)
                : Mono.just(HttpStatus.OK))
        .map(status -> ResponseEntity.status(status).body(new Activated("activated")));
  }

  private Mono<ResponseEntity<Activated>> refused(ActContext act, Caller.PracticeSystem system) {
    return transactions
        .inTransaction(
            act,
            transaction -> audit.append(transaction, new ClinicAct.ActivationRefused(system.id())))
        .then(Mono.error(UNKNOWN.asException()));
  }

  record Request(@Nullable String cvr, @Nullable String ydernummer) {}

  record Activated(String status) {}
}
