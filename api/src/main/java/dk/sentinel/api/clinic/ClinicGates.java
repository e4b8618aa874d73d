package dk.sentinel.api.clinic;

import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Consents;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateState;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The five gates as people see them: why a clinic has no reports, or since when it has. */
@Component
final class ClinicGates {
  static final String PROJECT = "diagnosekodning";

  private final Gates gates;
  private final Agreements agreements;
  private final Consents consents;

  ClinicGates(Gates gates, Agreements agreements, Consents consents) {
    this.gates = gates;
    this.agreements = agreements;
    this.consents = consents;
  }

  Mono<View> view(TenantTransaction transaction) {
    return gates
        .states(transaction, PROJECT)
        .flatMap(states ->
            facts(transaction)
                .map(facts -> {
                  List<GateView> views =
                      states.stream().map(state -> gateView(state, facts)).toList();
                  return new View(views, firstClosed(views));
                }));
  }

  private Mono<Map<Gate, Map<String, Object>>> facts(TenantTransaction transaction) {
    Mono<Map<String, Object>> agreement =
        agreements
            .inForce(transaction)
            .map(found ->
                Map.<String, Object>of(
                    "version", found.version(), "by", found.signer(), "level", found.level()))
            .defaultIfEmpty(Map.of());
    Mono<Map<String, Object>> consent =
        consents
            .current(transaction)
            .map(found -> Map.<String, Object>of("version", found.version(), "by", found.by()))
            .defaultIfEmpty(Map.of());
    return agreement.flatMap(signed ->
        consent.map(given ->
            Map.of(
                Gate.AGREEMENT,
                signed,
                Gate.CONSENT,
                given,
                Gate.ENROLMENT,
                Map.of("project", PROJECT))));
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
