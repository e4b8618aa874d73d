package dk.sentinel.api.system;

import dk.sentinel.api.SentinelSettings;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Fetches a vendor's keys from where it publishes them. We fetch, not Keycloak, so that what a
 * vendor names can lead nowhere but to the public internet: no redirects, a small answer, little
 * patience. Names are looked up on a thread of its own.
 */
@Component
final class KeyFetch implements DisposableBean {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST = 64 * 1024;

  private final LoopResources thread = LoopResources.create("vendor-keys", 1, true);
  private final WebClient web;

  KeyFetch(SentinelSettings settings) {
    HttpClient http =
        HttpClient.create(ConnectionProvider.newConnection())
            .runOn(thread)
            .followRedirect(false)
            .responseTimeout(PATIENCE);
    this.web =
        WebClient.builder()
            .clientConnector(
                new ReactorClientHttpConnector(
                    settings.environment().isSynthetic()
                        ? http
                        : http.resolver(new PublicAddresses())))
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST))
            .build();
  }

  /** The keys published there; empty when there are none, or none that may be used. */
  Mono<PublicKeys> from(KeyAddress address) {
    return web.get()
        .uri(address.uri())
        .accept(MediaType.APPLICATION_JSON)
        .exchangeToMono(answer ->
            answer.statusCode().value() == 200
                ? answer.bodyToMono(byte[].class)
                : answer.releaseBody().then(Mono.empty()))
        .timeout(PATIENCE.multipliedBy(2))
        .onErrorResume(Exception.class, unreachable -> Mono.empty())
        .flatMap(body ->
            Mono.justOrEmpty(
                PublicKeys.of(new String(body, java.nio.charset.StandardCharsets.UTF_8))));
  }

  @Override
  public void destroy() {
    thread.dispose();
  }
}
