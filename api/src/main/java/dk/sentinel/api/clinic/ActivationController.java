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
 * A practice system asks to send for a ydernummer of a clinic: the first half of the first gate;
 * the other is that an owner confirms. What it names must fit together; that a clinic exists is not
 * told otherwise. Asking again changes nothing while the answer is awaited or was yes.
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
  private final ActivationStore store = new ActivationStore();

  ActivationController(
      TenantDirectory directory, TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @PostMapping("/practice-system/activations")
  Mono<ResponseEntity<Asked>> ask(
      @RequestBody Request request,
      @AuthenticationPrincipal Caller.PracticeSystem system,
      ServerWebExchange exchange) {
    Fields fields = new Fields();
    String cvr = fields.text("cvr", request.cvr, 8);
    fields.require(Cvr.isValid(cvr), "cvr", "must be a CVR number");
    String number =
        Ydernummer.sixDigits(
            fields.matching(
                "ydernummer", request.ydernummer, YDERNUMMER, "must have up to six digits"));
    fields.refuseIfBroken();
    ActContext nobody = RequestOrigin.act(exchange, TenantId.PLATFORM, system.actor());
    return holder(cvr, number)
        .flatMap(clinic ->
            transactions.inTransaction(
                nobody.in(clinic), transaction -> asked(transaction, system, number)))
        .switchIfEmpty(Mono.defer(() -> refused(nobody, system)));
  }

  private Mono<TenantId> holder(String cvr, String number) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DENMARK);
    return directory
        .clinicOfCvr(cvr)
        .filterWhen(clinic -> directory.holderOf(number, today).map(clinic::equals));
  }

  private Mono<ResponseEntity<Asked>> asked(
      TenantTransaction transaction, Caller.PracticeSystem system, String number) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.state(transaction, system.id(), number)))
        .defaultIfEmpty("")
        .flatMap(state ->
            switch (state) {
              case "confirmed" -> Mono.just(answer(HttpStatus.OK, "active"));
              case ActivationStore.ASKED -> Mono.just(answer(HttpStatus.OK, "pending"));
              default -> askedAnew(transaction, system, number);
            });
  }

  private Mono<ResponseEntity<Asked>> askedAnew(
      TenantTransaction transaction, Caller.PracticeSystem system, String number) {
    return store
        .step(transaction, system.id(), number, ActivationStore.ASKED, null, clock.instant())
        .then(
            Mono.defer(() ->
                audit.append(transaction, new ClinicAct.ActivationAsked(system.id(), number))))
        .thenReturn(answer(HttpStatus.CREATED, "pending"));
  }

  private static ResponseEntity<Asked> answer(HttpStatus status, String state) {
    return ResponseEntity.status(status).body(new Asked(state));
  }

  private Mono<ResponseEntity<Asked>> refused(ActContext act, Caller.PracticeSystem system) {
    return transactions
        .inTransaction(
            act,
            transaction -> audit.append(transaction, new ClinicAct.ActivationRefused(system.id())))
        .then(Mono.error(UNKNOWN.asException()));
  }

  record Request(@Nullable String cvr, @Nullable String ydernummer) {}

  /**
   * How the wish stands.
   *
   * @param status {@code pending} until an owner answers, {@code active} after a yes
   */
  record Asked(String status) {}
}
