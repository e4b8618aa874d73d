package dk.sentinel.infra.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another instance of the API beside the stack's own, on the same database, with its own memory.
 */
final class SecondApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final String url;

  private SecondApi(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts it and waits until it is ready. */
  static SecondApi beside(RunningStack stack) throws Exception {
    int port = freePort();
    ProcessBuilder command =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-jar",
                    jar().toString()))
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", "second-api.log").toFile());
    Map<String, String> environment = command.environment();
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("MANAGEMENT_SERVER_PORT", "-1");
    environment.put("SENTINEL_ENVIRONMENT", "test");
    environment.put("SENTINEL_ISSUER", stack.keycloak() + "/realms/sentinel");
    environment.put("SENTINEL_KEYCLOAK_SECRET", stack.password("keycloak.provisioning"));
    environment.put("SENTINEL_OPENSEARCH_URL", stack.openSearch());
    environment.put("SENTINEL_KEYS_DIRECTORY", stack.data().resolve("keys").toString());
    environment.put("SENTINEL_DATABASE_HOST", "127.0.0.1");
    environment.put("SENTINEL_DATABASE_PORT", Integer.toString(stack.port("postgres")));
    environment.put("SENTINEL_DATABASE_NAME", "sentinel");
    for (String role : List.of("owner", "app", "sequencer", "directory", "statistics", "eraser")) {
      environment.put(
          "SENTINEL_DATABASE_" + role.toUpperCase(Locale.ROOT) + "PASSWORD", stack.password(role));
    }
    SecondApi api = new SecondApi(command.start(), "http://localhost:" + port);
    api.awaitReady();
    return api;
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(RunningStack.checkout().resolve("api/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("sentinel-api-.*-app\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
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
          throw new IllegalStateException("the second API did not start: target/second-api.log");
        }
        try {
          if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // the port is still closed
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  String url() {
    return url;
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
