package dk.sentinel.api.fairness;

import dk.sentinel.compliance.tenancy.ActContext;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Limits all people of a clinic together, once the door has let them in: who has no role in a
 * clinic uses up nothing of it.
 */
final class ClinicLimits implements WebFilter, Ordered {
  /** After the doors. */
  private static final int ORDER = 10;

  private final Limits clinics;

  ClinicLimits(Limits clinics) {
    this.clinics = clinics;
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return Mono.deferContextual(context ->
        ActContext.find(context)
            .map(act ->
                clinics.under(
                    act.tenant().toString(), exchange.getResponse(), () -> chain.filter(exchange)))
            .orElseGet(() -> chain.filter(exchange)));
  }
}
