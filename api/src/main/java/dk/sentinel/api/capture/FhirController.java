package dk.sentinel.api.capture;

import dk.sentinel.api.fairness.DeliveryLimits;
import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Correlation;
import dk.sentinel.api.system.RegisteredSystem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateCalendar;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code POST /fhir}: a Bundle in, a receipt out; refusals are FHIR OperationOutcomes. */
@RestController
final class FhirController {
  private static final String FHIR_JSON = "application/fhir+json";

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Capture capture;
  private final DeliveryLimits limits;
  private final Clock clock;

  FhirController(
      TenantDirectory directory,
      TenantTransactions transactions,
      AuditLog audit,
      Capture capture,
      DeliveryLimits limits,
      Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.capture = capture;
    this.limits = limits;
    this.clock = clock;
  }

  @PostMapping(
      path = "/fhir",
      consumes = {FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
  Mono<ResponseEntity<Receipt>> receive(
      @AuthenticationPrincipal Caller.PracticeSystem system, ServerWebExchange exchange) {
    ActContext nobody = RequestOrigin.act(exchange, TenantId.PLATFORM, system.actor());
    return FhirBody.read(exchange.getRequest())
        .publishOn(Schedulers.parallel())
        .flatMap(body -> deliver(nobody, system, body, exchange))
        .map(receipt -> ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(receipt));
  }

  private Mono<Receipt> deliver(
      ActContext nobody, Caller.PracticeSystem system, byte[] body, ServerWebExchange exchange) {
    ReceivedBundle bundle = BundleReader.read(body);
    SortedSet<String> ydernumre = SenderReader.ydernumre(bundle);
    return clinicOf(system, ydernumre)
        .switchIfEmpty(Mono.defer(() -> refused(nobody, bundle)))
        .flatMap(clinic ->
            limits.under(
                clinic,
                exchange,
                () ->
                    capture.take(
                        nobody.in(clinic).by(on(ydernumre, nobody.actor())),
                        new Capture.Delivery(
                            bundle,
                            Capture.sha256(body),
                            system.id(),
                            kinds(system, exchange),
                            ydernumre))));
  }

  /** What the token says and the registration, which the clinic's owner confirmed, allows. */
  private static Set<String> kinds(Caller.PracticeSystem system, ServerWebExchange exchange) {
    Set<String> kinds = new HashSet<>(system.kinds());
    kinds.retainAll(RegisteredSystem.of(exchange).kinds());
    return kinds;
  }

  private static Actor on(Set<String> ydernumre, Actor system) {
    return system.onBehalfOf("ydernummer:" + ydernumre.iterator().next());
  }

  /** The one clinic that holds every ydernummer, and that this system asked for each of them. */
  private Mono<TenantId> clinicOf(Caller.PracticeSystem system, Set<String> ydernumre) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), GateCalendar.DENMARK);
    return Flux.fromIterable(ydernumre)
        .concatMap(number ->
            directory
                .holderOf(number, today)
                .filterWhen(clinic -> directory.hasAsked(clinic, system.id(), number)))
        .collectList()
        .filter(clinics ->
            !ydernumre.isEmpty()
                && clinics.size() == ydernumre.size()
                && Set.copyOf(clinics).size() == 1)
        .map(List::getFirst);
  }

  private Mono<TenantId> refused(ActContext nobody, ReceivedBundle bundle) {
    return transactions
        .inTransaction(
            nobody,
            transaction ->
                audit.append(
                    transaction,
                    new CaptureAct.BundleRefused("unknown-ydernummer", bundle.entries().size())))
        .then(
            Mono.error(
                new FhirRefusal(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "The Bundle needs an Organization, Practitioner or PractitionerRole with a"
                        + " ydernummer (urn:oid:1.2.208.176.1.4) of one clinic that this practice"
                        + " system asked to send for. Ask first (POST"
                        + " /practice-system/activations): the gate \"practice-system\" is"
                        + " closed.",
                    Gate.PRACTICE_SYSTEM.code())));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> refusal(FhirRefusal refusal, ServerWebExchange exchange) {
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("severity", "error");
    issue.put("code", refusal.issue());
    if (refusal.gate() != null) {
      issue.put(
          "details",
          Map.of(
              "coding",
              List.of(
                  Map.of(
                      "system",
                      "https://sentinel.dk/fhir/CodeSystem/gate",
                      "code",
                      refusal.gate()))));
    }
    issue.put("diagnostics", refusal.advice());
    issue.put("expression", List.of("Bundle"));
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("resourceType", "OperationOutcome");
    outcome.put("id", Correlation.of(exchange).toString());
    outcome.put("issue", List.of(issue));
    return ResponseEntity.status(refusal.status())
        .contentType(MediaType.valueOf(FHIR_JSON))
        .body(outcome);
  }
}
