package dk.sentinel.portal.operator;

import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Pages;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The operator's list of clinics and their gates; no patient data, no way into a clinic. */
@Controller
final class OperatorPages {
  private static final ParameterizedTypeReference<List<Clinic>> CLINICS =
      new ParameterizedTypeReference<>() {};

  private static final ParameterizedTypeReference<Organizations> ORGANIZATIONS =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;

  OperatorPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/operator")
  Mono<Rendering> clinics(ServerWebExchange exchange) {
    return Mono.zip(
            api.me(),
            api.get(CLINICS, "/clinics"),
            api.get(ORGANIZATIONS, "/platform/organizations"))
        .flatMap(all ->
            pages.page(
                exchange,
                "operator",
                Map.of(
                    "me", all.getT1(),
                    "clinics", all.getT2(),
                    "organizations", all.getT3().byClinic(),
                    "extra", all.getT3().extra(),
                    "repaired", exchange.getRequest().getQueryParams().containsKey("repaired"))));
  }

  /** Has the sign-in service put right what differs for a clinic. */
  @PostMapping("/operator/clinics/{clinicId}/repair")
  Mono<Rendering> repair(@PathVariable UUID clinicId) {
    return api.act("/platform/organizations/{id}/repair", clinicId)
        .thenReturn(Rendering.redirectTo("/operator?repaired").build());
  }

  record Clinic(
      UUID clinicId,
      String name,
      String cvr,
      @Nullable String region,
      @Nullable String network,
      List<Gate> gates,
      @Nullable String ending) {
    Clinic {
      gates = List.copyOf(Objects.requireNonNullElse(gates, List.of()));
    }

    public boolean complete() {
      return gates.stream().allMatch(Gate::open);
    }
  }

  /** Whether the sign-in service agrees with Sentinel. */
  record Organizations(List<Organization> clinics, List<Difference> extra) {
    Organizations {
      clinics = List.copyOf(Objects.requireNonNullElse(clinics, List.of()));
      extra = List.copyOf(Objects.requireNonNullElse(extra, List.of()));
    }

    Map<UUID, Organization> byClinic() {
      return clinics.stream().collect(Collectors.toMap(Organization::clinicId, one -> one));
    }
  }

  record Organization(UUID clinicId, String state, List<Difference> differences) {
    Organization {
      differences = List.copyOf(Objects.requireNonNullElse(differences, List.of()));
    }

    /** Which sorts of difference there are, each once. */
    public List<String> kinds() {
      return differences.stream().map(Difference::kind).distinct().toList();
    }
  }

  record Difference(String kind, String subject) {}

  record Gate(String gate, boolean open) {}
}
