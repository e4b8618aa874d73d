package dk.sentinel.infra.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signed-in person's calls to the API. An answer other than 2xx ends the visit with an exception:
 * the demo's people only do what they may do.
 */
final class ApiVisit {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final String api;
  private final String token;

  ApiVisit(HttpClient http, String api, String token) {
    this.http = http;
    this.api = api;
    this.token = token;
  }

  JsonNode get(String path) {
    return JSON.readTree(text(path));
  }

  /** The body of any kind of answer, only to have read it. */
  String text(String path) {
    return call(to(path).GET());
  }

  JsonNode post(String path, Map<String, ?> body) {
    return JSON.readTree(
        call(
            to(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(api + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private String call(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            request.method()
                + " "
                + request.uri().getPath()
                + " answers "
                + answer.statusCode()
                + ": "
                + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException("the API does not answer at " + api, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading the demo", e);
    }
  }
}
