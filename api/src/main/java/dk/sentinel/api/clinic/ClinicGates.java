package dk.sentinel.api.clinic;

import dk.sentinel.compliance.agreement.AgreementInForce;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Consents;
import dk.sentinel.compliance.ending.Termination;
import dk.sentinel.compliance.ending.Terminations;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateState;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.privacy.Project;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The five gates as people see them: why a clinic has no reports, or since when it has. */
@Component
final class ClinicGates {
  private static final String PROJECT = Project.DIAGNOSEKODNING.code();

  private final Gates gates;
  private final Agreements agreements;
  private final Consents consents;
  private final Arrivals arrivals;
  private final Terminations terminations;
  private final ActivationStore activations = new ActivationStore();

  ClinicGates(
      Gates gates,
      Agreements agreements,
      Consents consents,
      Arrivals arrivals,
      Terminations terminations) {
    this.gates = gates;
    this.agreements = agreements;
    this.consents = consents;
    this.arrivals = arrivals;
    this.terminations = terminations;
  }

  Mono<View> view(TenantTransaction transaction) {
    return gates
        .states(transaction, PROJECT)
        .zipWhen(states -> facts(transaction))
        .zipWhen(
            both -> optional(arrivals.of(transaction)),
            (both, arrival) -> view(both.getT1(), both.getT2(), arrival));
  }

  private Mono<Map<Gate, Map<String, Object>>> facts(TenantTransaction transaction) {
    return optional(agreements.inForce(transaction))
        .zipWhen(
            signed -> optional(consents.current(transaction)),
            (signed, given) ->
                Map.of(
                    Gate.AGREEMENT,
                    signed.map(ClinicGates::facts).orElse(Map.of()),
                    Gate.CONSENT,
                    given.map(ClinicGates::facts).orElse(Map.of()),
                    Gate.ENROLMENT,
                    Map.<String, Object>of("project", PROJECT)))
        .zipWhen(facts -> activations.waiting(transaction), ClinicGates::withWaiting)
        .zipWhen(facts -> optional(terminations.current(transaction)), ClinicGates::withEnding);
  }

  /** A terminated agreement says since when and when its data are deleted. */
  private static Map<Gate, Map<String, Object>> withEnding(
      Map<Gate, Map<String, Object>> facts, Optional<Termination> termination) {
    if (termination.isEmpty()) {
      return facts;
    }
    Map<String, Object> agreement = new HashMap<>(facts.getOrDefault(Gate.AGREEMENT, Map.of()));
    agreement.put("ending", termination.get().stage().code());
    agreement.put("terminatedAt", termination.get().at());
    agreement.put("deleteFrom", termination.get().deleteFrom());
    Map<Gate, Map<String, Object>> all = new EnumMap<>(facts);
    all.put(Gate.AGREEMENT, agreement);
    return all;
  }

  private static Map<Gate, Map<String, Object>> withWaiting(
      Map<Gate, Map<String, Object>> facts, int waiting) {
    Map<Gate, Map<String, Object>> all = new EnumMap<>(facts);
    all.put(Gate.PRACTICE_SYSTEM, Map.of("waiting", waiting));
    return all;
  }

  private static Map<String, Object> facts(AgreementInForce signed) {
    return Map.of("version", signed.version(), "by", signed.signer(), "level", signed.level());
  }

  private static Map<String, Object> facts(Consents.Given given) {
    return Map.of("version", given.version(), "by", given.by());
  }

  private static View view(
      List<GateState> states,
      Map<Gate, Map<String, Object>> facts,
      Optional<Arrivals.Arrival> arrival) {
    List<GateView> views = new ArrayList<>();
    states.forEach(state -> views.add(gateView(state, facts)));
    views.add(
        new GateView(
            Gate.DATA.code(),
            arrival.isPresent(),
            arrival.map(Arrivals.Arrival::first).orElse(null),
            arrival
                .map(found -> Map.<String, Object>of("through", found.last()))
                .orElse(Map.of())));
    return new View(views, firstClosed(views));
  }

  private static <T> Mono<Optional<T>> optional(Mono<T> value) {
    return value.map(Optional::of).defaultIfEmpty(Optional.empty());
  }

  private static GateView gateView(GateState state, Map<Gate, Map<String, Object>> facts) {
    return new GateView(
        state.gate().code(),
        state.isOpen(),
        state.since(),
        facts.getOrDefault(state.gate(), Map.of()));
  }

  private static @Nullable String firstClosed(List<GateView> views) {
    return views.stream().filter(view -> !view.open()).map(GateView::gate).findFirst().orElse(null);
  }

  record View(List<GateView> gates, @Nullable String firstClosed) {}

  record GateView(String gate, boolean open, @Nullable Instant since, Map<String, Object> detail) {}
}
