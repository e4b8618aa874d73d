package dk.sentinel.api.fairness;

import dk.sentinel.compliance.tenancy.TenantId;
import java.util.function.Supplier;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Limits what practice systems send for one clinic, apart from the clinic's people: a system's
 * burst must not shut them out, nor the other clinics of the same system.
 */
public final class DeliveryLimits {
  private final Limits clinics;

  DeliveryLimits(Limits clinics) {
    this.clinics = clinics;
  }

  /** Takes a delivery in for the clinic, or ends with 429. */
  public <T> Mono<T> under(TenantId clinic, ServerWebExchange exchange, Supplier<Mono<T>> work) {
    return clinics.under(clinic.toString(), exchange.getResponse(), work);
  }
}
