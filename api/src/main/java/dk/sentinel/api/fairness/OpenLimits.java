package dk.sentinel.api.fairness;

import dk.sentinel.api.identity.RequestOrigin;
import java.util.function.Supplier;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The limit of what nobody signs in for: counted by the address that asks. */
public final class OpenLimits {
  private final Limits addresses;

  OpenLimits(Limits addresses) {
    this.addresses = addresses;
  }

  /** Does the work for whoever asks, or ends with 429. */
  public <T> Mono<T> under(ServerWebExchange exchange, Supplier<Mono<T>> work) {
    return addresses.under(RequestOrigin.address(exchange), exchange.getResponse(), work);
  }
}
