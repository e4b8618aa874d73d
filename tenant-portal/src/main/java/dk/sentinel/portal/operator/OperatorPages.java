package dk.sentinel.portal.operator;

import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Pages;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The operator's list of clinics and their gates; no patient data, no way into a clinic. */
@Controller
final class OperatorPages {
  private static final ParameterizedTypeReference<List<Clinic>> CLINICS =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;

  OperatorPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/operator")
  Mono<Rendering> clinics(ServerWebExchange exchange) {
    return Mono.zip(api.me(), api.get(CLINICS, "/clinics"))
        .flatMap(both ->
            pages.page(exchange, "operator", Map.of("me", both.getT1(), "clinics", both.getT2())));
  }

  record Clinic(
      UUID clinicId,
      String name,
      String cvr,
      @Nullable String region,
      @Nullable String network,
      List<Gate> gates) {
    Clinic {
      gates = List.copyOf(Objects.requireNonNullElse(gates, List.of()));
    }

    public boolean complete() {
      return gates.stream().allMatch(Gate::open);
    }
  }

  record Gate(String gate, boolean open) {}
}
