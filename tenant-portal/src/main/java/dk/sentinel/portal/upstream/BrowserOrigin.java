package dk.sentinel.portal.upstream;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells the API whose browser asks, so that the clinic's log names the person's address and not the
 * portal's. What the browser itself claims stays before it, where only trusted proxies count.
 */
final class BrowserOrigin implements ExchangeFilterFunction {
  private static final String FORWARDED = "X-Forwarded-For";

  @Override
  public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
    return Mono.deferContextual(context ->
        next.exchange(
            context
                .<ServerWebExchange>getOrEmpty(ServerWebExchange.class)
                .map(exchange -> from(exchange.getRequest(), request))
                .orElse(request)));
  }

  private static ClientRequest from(ServerHttpRequest browser, ClientRequest request) {
    ClientRequest.Builder told = ClientRequest.from(request);
    InetSocketAddress peer = browser.getRemoteAddress();
    if (peer != null && peer.getAddress() != null) {
      List<String> hops = new ArrayList<>(browser.getHeaders().getOrDefault(FORWARDED, List.of()));
      hops.add(peer.getAddress().getHostAddress());
      told.header(FORWARDED, String.join(", ", hops));
    }
    String product = browser.getHeaders().getFirst(HttpHeaders.USER_AGENT);
    if (product != null) {
      told.header(HttpHeaders.USER_AGENT, product);
    }
    return told.build();
  }
}
