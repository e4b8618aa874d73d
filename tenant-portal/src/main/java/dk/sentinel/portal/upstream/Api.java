package dk.sentinel.portal.upstream;

import dk.sentinel.portal.settings.PortalSettings;
import io.netty.handler.timeout.TimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Calls the API with the token of the person whose request is being answered; a token near its end
 * is renewed first. Must be used within that request: without it there is no token, and the call
 * fails.
 */
@Component
public final class Api {
  private static final String CORRELATION = "X-Correlation-Id";
  private static final int LARGEST_ANSWER = 8 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WebClient client;
  private final WebClient withoutToken;

  Api(ReactiveOAuth2AuthorizedClientManager clients, PortalSettings settings) {
    var tokens = new ServerOAuth2AuthorizedClientExchangeFilterFunction(clients);
    tokens.setDefaultOAuth2AuthorizedClient(true);
    this.withoutToken =
        WebClient.builder()
            .baseUrl(settings.api().url().toString())
            .clientConnector(
                new ReactorClientHttpConnector(HttpClient.create().responseTimeout(PATIENCE)))
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
            .filter(new BrowserOrigin())
            .build();
    this.client = withoutToken.mutate().filters(filters -> filters.addFirst(tokens)).build();
  }

  /** Who is signed in. */
  public Mono<Me> me() {
    return get(new ParameterizedTypeReference<>() {}, "/me");
  }

  /** Reads what a page cannot do without; a refusal is an {@link ApiRefusal}. */
  public <T> Mono<T> get(
      ParameterizedTypeReference<T> type, String path, @Nullable Object... variables) {
    return ask(type, path, variables).map(Api::orThrow);
  }

  /** Reads something that may be refused. */
  public <T> Mono<Answer<T>> ask(
      ParameterizedTypeReference<T> type, String path, @Nullable Object... variables) {
    return answer(client.get().uri(path, variables).accept(MediaType.APPLICATION_JSON), type);
  }

  /** Asks for an act; the body is sent as JSON. */
  public <T> Mono<Answer<T>> post(
      Object body, ParameterizedTypeReference<T> type, String path, @Nullable Object... variables) {
    var request =
        client
            .post()
            .uri(path, variables)
            .contentType(MediaType.APPLICATION_JSON)
            .accept(MediaType.APPLICATION_JSON)
            .bodyValue(body);
    return answer(request, type);
  }

  /** Sends a file to what anybody may ask; the person's token stays here. */
  public <T> Mono<Answer<T>> upload(
      byte[] file,
      MediaType kind,
      ParameterizedTypeReference<T> type,
      String path,
      @Nullable Object... variables) {
    return upload(withoutToken, file, kind, type, path, variables);
  }

  /** Sends a file as the person. */
  public <T> Mono<Answer<T>> submit(
      byte[] file,
      MediaType kind,
      ParameterizedTypeReference<T> type,
      String path,
      @Nullable Object... variables) {
    return upload(client, file, kind, type, path, variables);
  }

  private static <T> Mono<Answer<T>> upload(
      WebClient client,
      byte[] file,
      MediaType kind,
      ParameterizedTypeReference<T> type,
      String path,
      @Nullable Object... variables) {
    var request =
        client
            .post()
            .uri(path, variables)
            .contentType(kind)
            .accept(MediaType.APPLICATION_JSON)
            .bodyValue(file);
    return answer(request, type);
  }

  /** Asks for something to be put in place of what is there; the body is sent as JSON. */
  public <T> Mono<Answer<T>> put(
      Object body, ParameterizedTypeReference<T> type, String path, @Nullable Object... variables) {
    var request =
        client
            .put()
            .uri(path, variables)
            .contentType(MediaType.APPLICATION_JSON)
            .accept(MediaType.APPLICATION_JSON)
            .bodyValue(body);
    return answer(request, type);
  }

  /** Asks for an act that needs no body. */
  public Mono<Answer<Map<String, Object>>> post(String path, @Nullable Object... variables) {
    return post(Map.of(), new ParameterizedTypeReference<>() {}, path, variables);
  }

  /** Asks for an act whose answer has no body; a refusal is an {@link ApiRefusal}. */
  public Mono<Boolean> act(String path, @Nullable Object... variables) {
    String correlation = UUID.randomUUID().toString();
    return client
        .post()
        .uri(path, variables)
        .header(CORRELATION, correlation)
        .exchangeToMono(response ->
            response.statusCode().isError()
                ? problem(response, correlation)
                    .<Boolean>flatMap(problem -> Mono.error(new ApiRefusal(problem)))
                : response.releaseBody().thenReturn(true))
        .onErrorMap(Api::isUnreachable, ApiUnreachable::new);
  }

  /** Asks for something to be taken away; the answer has no body. */
  public Mono<Answer<Boolean>> delete(String path, @Nullable Object... variables) {
    return bodiless(client.delete().uri(path, variables));
  }

  /** Asks for an act whose answer has no body. */
  public Mono<Answer<Boolean>> send(Object body, String path, @Nullable Object... variables) {
    return bodiless(
        client.post().uri(path, variables).contentType(MediaType.APPLICATION_JSON).bodyValue(body));
  }

  /** Puts something in the place of what was; the answer has no body. */
  public Mono<Answer<Boolean>> replace(Object body, String path, @Nullable Object... variables) {
    return bodiless(
        client.put().uri(path, variables).contentType(MediaType.APPLICATION_JSON).bodyValue(body));
  }

  private static Mono<Answer<Boolean>> bodiless(WebClient.RequestHeadersSpec<?> request) {
    String correlation = UUID.randomUUID().toString();
    return request
        .header(CORRELATION, correlation)
        .exchangeToMono(response ->
            response.statusCode().isError()
                ? problem(response, correlation).<Answer<Boolean>>map(Answer.Refused::new)
                : response.releaseBody().<Answer<Boolean>>thenReturn(new Answer.Given<>(true)))
        .onErrorMap(Api::isUnreachable, ApiUnreachable::new);
  }

  /** Fetches a document as a stream; a refusal is an {@link ApiRefusal}. */
  public Mono<ResponseEntity<Flux<DataBuffer>>> document(
      String path, @Nullable Object... variables) {
    String correlation = UUID.randomUUID().toString();
    return client
        .get()
        .uri(path, variables)
        .header(CORRELATION, correlation)
        .retrieve()
        .onStatus(
            status -> status.isError(),
            response -> problem(response, correlation).map(ApiRefusal::new))
        .toEntityFlux(DataBuffer.class)
        .onErrorMap(Api::isUnreachable, ApiUnreachable::new);
  }

  private static <T> Mono<Answer<T>> answer(
      WebClient.RequestHeadersSpec<?> request, ParameterizedTypeReference<T> type) {
    String correlation = UUID.randomUUID().toString();
    return request
        .header(CORRELATION, correlation)
        .exchangeToMono(response -> read(response, type, correlation))
        .onErrorMap(Api::isUnreachable, ApiUnreachable::new);
  }

  private static <T> Mono<Answer<T>> read(
      ClientResponse response, ParameterizedTypeReference<T> type, String correlation) {
    if (response.statusCode().isError()) {
      return problem(response, correlation).map(Answer.Refused::new);
    }
    return response.bodyToMono(type).map(Answer.Given::new);
  }

  private static Mono<Problem> problem(ClientResponse response, String correlation) {
    if (response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
      return response.releaseBody().then(Mono.error(() -> SignInRejected.of(response)));
    }
    int status = response.statusCode().value();
    boolean json =
        response
            .headers()
            .contentType()
            .filter(type -> type.getSubtype().endsWith("json"))
            .isPresent();
    if (!json) {
      return response.releaseBody().thenReturn(Problem.of(status, null, correlation));
    }
    return response
        .bodyToMono(Problem.Wire.class)
        .map(wire -> Problem.of(status, wire, correlation))
        .defaultIfEmpty(Problem.of(status, null, correlation));
  }

  private static <T> T orThrow(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T> given -> given.body();
      case Answer.Refused<T> refused -> throw new ApiRefusal(refused.problem());
    };
  }

  private static boolean isUnreachable(Throwable error) {
    return error instanceof WebClientRequestException || error instanceof TimeoutException;
  }
}
