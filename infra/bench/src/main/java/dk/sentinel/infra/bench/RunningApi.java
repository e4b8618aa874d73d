package dk.sentinel.infra.bench;

import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API as it ships, in a process of its own, on a scratch database of the test servers. Closing
 * stops it; the database and the keys stay for the next one.
 */
final class RunningApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LIMITLESS = "1000000";

  private final Process process;
  private final String url;

  private RunningApi(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param keys where it keeps its keys
   * @param operator persistent professional id of who may create clinics
   * @param settings further ones, such as {@code sentinel.x=y}
   */
  static RunningApi start(TestDatabase database, Path keys, String operator, List<String> settings)
      throws Exception {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar().toString()));
    command.addAll(arguments(database, keys, operator, port));
    settings.forEach(setting -> command.add("--" + setting));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(keys.resolve("api.log").toFile())
            .start();
    RunningApi api = new RunningApi(process, "http://localhost:" + port);
    api.awaitReady();
    return api;
  }

  /** What the API is started with on the test servers. */
  static List<String> arguments(TestDatabase database, Path keys, String operator, int port)
      throws IOException {
    TestServers servers = TestServers.running();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=" + port,
                "--management.server.port=" + freePort(),
                "--sentinel.environment=test",
                "--sentinel.issuer=" + servers.keycloakUrl() + "/realms/sentinel",
                "--sentinel.keycloak.secret=" + servers.get("keycloak.provisioning.secret"),
                "--sentinel.database.host=" + database.host(),
                "--sentinel.database.port=" + database.port(),
                "--sentinel.database.name=" + database.name(),
                "--sentinel.opensearch.url=" + servers.openSearchUrl(),
                "--sentinel.opensearch.prefix=bench-" + database.name().replace('_', '-') + "-",
                "--sentinel.keys.directory=" + keys,
                "--sentinel.platform.operators=" + operator,
                "--logging.level.root=WARN"));
    for (String role : List.of("owner", "app", "sequencer", "directory", "statistics", "eraser")) {
      arguments.add("--sentinel.database." + role + "-password=" + TestDatabase.PASSWORD);
    }
    return arguments;
  }

  /** Without the limits of a shipped API: for measures of what it can do. */
  static List<String> withoutLimits() {
    return Stream.of("person", "clinic", "practice-system", "delivery")
        .flatMap(limit ->
            Stream.of("requests", "at-once")
                .map(what -> "sentinel.limits." + limit + "." + what + "=" + LIMITLESS))
        .toList();
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("api", "target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("sentinel-api-.*-app\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("build the API first: api/target is empty"));
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/readyz")).build();
      while (true) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw new IllegalStateException("the API did not start; see api.log beside its keys");
        }
        try {
          if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // the port is still closed
        }
        Thread.sleep(200);
      }
    }
  }

  String url() {
    return url;
  }

  /** Processor time that it has used. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Asks an API as the holder of a token. */
  static HttpResponse<String> get(HttpClient http, String url, String token)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofMinutes(1))
            .header("Authorization", "Bearer " + token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The address of the clinic of that company, which the token's holder belongs to. */
  static String clinicUrl(HttpClient http, String api, String token, String cvr)
      throws IOException, InterruptedException {
    for (JsonNode clinic :
        JsonMapper.shared().readTree(get(http, api + "/me", token).body()).path("clinics")) {
      if (clinic.path("cvr").asString().equals(cvr)) {
        return api + "/clinics/" + clinic.path("clinicId").asString();
      }
    }
    throw new IllegalStateException("who is signed in has no such clinic");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
