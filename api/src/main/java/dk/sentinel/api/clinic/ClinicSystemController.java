package dk.sentinel.api.clinic;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;
import static dk.sentinel.api.identity.ClinicRole.SECRETARY;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The practice systems that ask to send for the clinic, or do. An owner confirms, refuses and
 * stops; a stop holds for everything that has not been stored yet, and what came before stays.
 */
@RestController
@RequestMapping("/clinics/{clinicId}/practice-systems")
final class ClinicSystemController {
  private static final Problem UNKNOWN =
      Problem.of(
          "activation-not-found",
          HttpStatus.NOT_FOUND,
          "No such practice system",
          "No practice system asked to send for this ydernummer; see GET"
              + " /clinics/{clinicId}/practice-systems.");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final ActivationStore store = new ActivationStore();

  ClinicSystemController(TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, SECRETARY, AUDITOR})
  Mono<List<View>> systems() {
    return transactions.inTransaction(store::events).map(ClinicSystemController::views);
  }

  @PostMapping("/{system}/{ydernummer}/confirmation")
  @ForClinic(OWNER)
  Mono<Changed> confirm(@PathVariable String system, @PathVariable String ydernummer) {
    return decide(Decision.CONFIRM, system, ydernummer);
  }

  @PostMapping("/{system}/{ydernummer}/refusal")
  @ForClinic(OWNER)
  Mono<Changed> refuse(@PathVariable String system, @PathVariable String ydernummer) {
    return decide(Decision.REFUSE, system, ydernummer);
  }

  @PostMapping("/{system}/{ydernummer}/stop")
  @ForClinic(OWNER)
  Mono<Changed> stop(@PathVariable String system, @PathVariable String ydernummer) {
    return decide(Decision.STOP, system, ydernummer);
  }

  private Mono<Changed> decide(Decision decision, String system, String ydernummer) {
    return transactions
        .inTransaction(transaction ->
            store
                .oneAtATime(transaction)
                .then(Mono.defer(() -> store.state(transaction, system, ydernummer)))
                .defaultIfEmpty("")
                .flatMap(state -> decide(transaction, decision, system, ydernummer, state)))
        .flatMap(outcome ->
            outcome.problem() == null
                ? Mono.just(new Changed(decision.state(), outcome.changed()))
                : Mono.error(outcome.problem().asException()));
  }

  /** What came of it; a problem must be committed with its entry before it is answered. */
  private record Outcome(boolean changed, @Nullable Problem problem) {}

  private Mono<Outcome> decide(
      TenantTransaction transaction,
      Decision decision,
      String system,
      String ydernummer,
      String state) {
    if (state.isEmpty()) {
      return Mono.just(new Outcome(false, UNKNOWN));
    }
    if (state.equals(decision.state())) {
      return Mono.just(new Outcome(false, null));
    }
    if (!decision.fits(state)) {
      return audit
          .append(transaction, new ClinicAct.DecisionRefused(system, ydernummer, decision, state))
          .thenReturn(new Outcome(false, doesNotFit(state)));
    }
    return store
        .step(
            transaction,
            system,
            ydernummer,
            decision.state(),
            transaction.act().actor().id(),
            clock.instant())
        .then(
            Mono.defer(() ->
                audit.append(
                    transaction, new ClinicAct.ActivationDecided(system, ydernummer, decision))))
        .thenReturn(new Outcome(true, null));
  }

  private static Problem doesNotFit(String state) {
    return new Problem(
        "activation-state",
        HttpStatus.CONFLICT,
        "The practice system stands otherwise",
        "What was wanted cannot be done as it stands now, which status tells. Read GET"
            + " /clinics/{clinicId}/practice-systems and decide again.",
        Map.of("state", View.status(state)));
  }

  private static List<View> views(List<ActivationStore.Event> events) {
    Map<String, List<ActivationStore.Event>> groups = new LinkedHashMap<>();
    for (ActivationStore.Event event : events) {
      groups
          .computeIfAbsent(event.system().id() + " " + event.ydernummer(), key -> new ArrayList<>())
          .add(event);
    }
    return groups.values().stream().map(View::of).toList();
  }

  /**
   * How a decision left it.
   *
   * @param status confirmed, refused or stopped
   * @param changed whether it was otherwise before
   */
  record Changed(String status, boolean changed) {}

  /**
   * A practice system and one ydernummer.
   *
   * @param status pending, active, refused or stopped
   * @param suspended whether the operator has suspended the system for all clinics
   * @param history every step, the newest first
   */
  record View(
      String systemId,
      String name,
      String vendor,
      String vendorCvr,
      List<String> kinds,
      String ydernummer,
      String status,
      boolean suspended,
      List<StepView> history) {
    static View of(List<ActivationStore.Event> events) {
      ActivationStore.Event newest = events.getFirst();
      ActivationStore.Registered system = newest.system();
      return new View(
          system.id(),
          system.name(),
          system.vendor(),
          system.vendorCvr(),
          system.kinds(),
          newest.ydernummer(),
          status(newest.step().kind()),
          system.suspended(),
          events.stream().map(event -> StepView.of(event.step())).toList());
    }

    static String status(String state) {
      return switch (state) {
        case ActivationStore.ASKED -> "pending";
        case "confirmed" -> "active";
        default -> state;
      };
    }
  }

  /**
   * A step on the way.
   *
   * @param kind asked, confirmed, refused or stopped
   * @param by the person who decided; null when the system asked
   */
  record StepView(String kind, @Nullable String by, Instant at) {
    static StepView of(ActivationStore.Step step) {
      return new StepView(
          step.kind(), step.name() == null ? step.person() : step.name(), step.at());
    }
  }
}
