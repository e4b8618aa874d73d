package dk.sentinel.api.identity;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.problem.Correlation;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.Origin;
import dk.sentinel.compliance.tenancy.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds out where a request came from, once, at the edge. The address is the peer's; only a peer
 * that the operator trusts is believed when it says in {@value #HEADER} for whom it asks.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class RequestOrigin implements WebFilter {
  private static final String HEADER = "X-Forwarded-For";
  private static final String ATTRIBUTE = RequestOrigin.class.getName();

  private final Set<String> trusted;

  RequestOrigin(SentinelSettings settings) {
    this.trusted =
        settings.trustedProxies().stream()
            .map(proxy -> InetAddress.ofLiteral(proxy).getHostAddress())
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    exchange.getAttributes().put(ATTRIBUTE, originOf(exchange.getRequest()));
    return chain.filter(exchange);
  }

  /** An act that this request asks for. */
  public static ActContext act(ServerWebExchange exchange, TenantId clinic, Actor actor) {
    return new ActContext(
        clinic, actor, Correlation.of(exchange), exchange.getAttribute(ATTRIBUTE));
  }

  /** The address that asks, as far as it is known. */
  public static String address(ServerWebExchange exchange) {
    @Nullable Origin origin = exchange.getAttribute(ATTRIBUTE);
    @Nullable String address = origin == null ? null : origin.address();
    return address == null ? "unknown" : address;
  }

  private Origin originOf(ServerHttpRequest request) {
    HttpHeaders headers = request.getHeaders();
    @Nullable InetSocketAddress peer = request.getRemoteAddress();
    @Nullable InetAddress address = peer == null ? null : peer.getAddress();
    return new Origin(
        address == null
            ? null
            : client(
                address.getHostAddress(),
                headers.getOrDefault(HEADER, List.of()),
                trusted::contains),
        Origin.Client.of(headers.getFirst(HttpHeaders.USER_AGENT)));
  }

  /** The nearest address, from the peer backwards, that is not a trusted proxy. */
  static String client(String peer, List<String> forwarded, Predicate<String> isTrusted) {
    List<String> hops = List.of(String.join(",", forwarded).split(","));
    String nearest = peer;
    for (int at = hops.size() - 1; at >= 0 && isTrusted.test(nearest); at--) {
      @Nullable String hop = literal(hops.get(at).strip());
      if (hop == null) {
        return nearest;
      }
      nearest = hop;
    }
    return nearest;
  }

  private static @Nullable String literal(String text) {
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
