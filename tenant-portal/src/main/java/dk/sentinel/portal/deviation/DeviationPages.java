package dk.sentinel.portal.deviation;

import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Pages;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What was refused because the clinic's instruction does not allow it. */
@Controller
final class DeviationPages {
  private final Api api;
  private final Pages pages;

  DeviationPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/deviations")
  Mono<Rendering> deviations(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return Mono.zip(api.me(), api.get(Deviations.TYPE, Deviations.PATH, clinicId))
        .flatMap(both ->
            pages.clinicPage(
                exchange,
                both.getT1(),
                clinicId,
                "deviations",
                "deviations",
                Map.of("told", both.getT2())));
  }
}
