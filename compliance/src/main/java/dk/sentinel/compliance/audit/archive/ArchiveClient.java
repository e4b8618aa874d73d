package dk.sentinel.compliance.audit.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to OpenSearch without blocking; every trouble is an {@link ArchiveUnavailableException}.
 */
final class ArchiveClient implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();
  static final String NDJSON = "application/x-ndjson";

  private static final String JSON_TYPE = "application/json";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final OpenSearchTransport transport;
  private final OpenSearchGenericClient client;

  private ArchiveClient(OpenSearchTransport transport) {
    this.transport = transport;
    this.client = new OpenSearchGenericClient(transport);
  }

  /** Makes a client; connects at the first call. */
  static ArchiveClient to(URI url) {
    return new ArchiveClient(
        ApacheHttpClient5TransportBuilder.builder(HttpHost.create(url))
            .setConnectionConfigCallback(
                connection -> connection.setConnectTimeout(Timeout.of(CONNECT)))
            .setRequestConfigCallback(request -> request.setResponseTimeout(Timeout.ofSeconds(40)))
            .build());
  }

  /**
   * An answer of any status.
   *
   * @param status HTTP status
   * @param body the parsed body; missing when there is none
   */
  record Answer(int status, JsonNode body) {
    boolean is(int expected) {
      return status == expected;
    }

    /** The body of a 200; any other status is an error. */
    JsonNode ok() {
      if (status != 200) {
        throw refused();
      }
      return body;
    }

    ArchiveUnavailableException refused() {
      String type = body.path("error").path("type").asString("no reason given");
      return new ArchiveUnavailableException("OpenSearch answered " + status + ": " + type, null);
    }
  }

  Mono<Answer> send(String method, String path, @Nullable String json, Duration patience) {
    return send(method, path, Map.of(), json == null ? null : body(json, JSON_TYPE), patience);
  }

  Mono<Answer> bulk(String path, String lines, boolean refresh, Duration patience) {
    return send(
        "POST", path, Map.of("refresh", Boolean.toString(refresh)), body(lines, NDJSON), patience);
  }

  private Mono<Answer> send(
      String method,
      String path,
      Map<String, String> query,
      @Nullable Body body,
      Duration patience) {
    return Mono.fromFuture(
            () -> client.executeAsync(Requests.create(method, path, List.of(), query, body)))
        .map(ArchiveClient::read)
        // some refusals arrive as answers, some as errors, and of those some inside another
        .onErrorMap(
            error -> error.getCause() instanceof ResponseException,
            error -> Objects.requireNonNull(error.getCause()))
        .onErrorResume(
            ResponseException.class,
            refusal -> Mono.just(new Answer(refusal.status(), JSON.missingNode())))
        .timeout(patience)
        .onErrorMap(
            error -> !(error instanceof ArchiveUnavailableException),
            error -> new ArchiveUnavailableException("OpenSearch cannot be reached", error));
  }

  private static Body body(String text, String type) {
    return Body.from(text.getBytes(StandardCharsets.UTF_8), type);
  }

  private static Answer read(Response response) {
    try (response) {
      JsonNode body =
          response
              .getBody()
              .map(content -> JSON.readTree(content.bodyAsBytes()))
              .orElse(JSON.missingNode());
      return new Answer(response.getStatus(), body);
    } catch (JacksonException e) {
      throw new ArchiveUnavailableException("OpenSearch answered something else than JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the connections to OpenSearch could not be closed", e);
    }
  }
}
