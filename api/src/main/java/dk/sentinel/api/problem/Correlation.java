package dk.sentinel.api.problem;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request an id that the answer, the audit entries and the log lines share: the
 * caller's own {@value #HEADER} when it is a UUID, else a new one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Correlation implements WebFilter {
  /** The header that carries the id in both directions. */
  public static final String HEADER = "X-Correlation-Id";

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    UUID id = accepted(exchange.getRequest().getHeaders().getFirst(HEADER));
    exchange.getAttributes().put(HEADER, id);
    exchange.getResponse().getHeaders().set(HEADER, id.toString());
    return chain.filter(exchange);
  }

  /** The id of this request. */
  public static UUID of(ServerWebExchange exchange) {
    @Nullable Object id = exchange.getAttribute(HEADER);
    return id instanceof UUID known ? known : UUID.randomUUID();
  }

  private static UUID accepted(@Nullable String header) {
    if (header == null || header.length() != 36) {
      return UUID.randomUUID();
    }
    try {
      return UUID.fromString(header);
    } catch (IllegalArgumentException notOne) {
      return UUID.randomUUID();
    }
  }
}
