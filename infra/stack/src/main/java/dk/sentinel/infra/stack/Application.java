package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The API or the portal: a runnable jar that says itself when it is ready. */
final class Application implements Service {
  private static final Duration ALLOWED = Duration.ofMinutes(2);

  private final Stack stack;
  private final String name;
  private final Path jar;
  private final int port;
  private final Supplier<Map<String, String>> configuration;
  private final Child child;

  private Application(
      Stack stack,
      String name,
      String file,
      Path jar,
      int port,
      Supplier<Map<String, String>> configuration) {
    this.stack = stack;
    this.name = name;
    this.jar = jar;
    this.port = port;
    this.configuration = configuration;
    this.child = new Child(stack.processes(), name, file);
  }

  /** The API, its clock moved by an ISO 8601 duration that is asked for at each start. */
  static Application api(Stack stack, Supplier<String> clockOffset) {
    return new Application(
        stack,
        "API",
        "api",
        stack.project().apiJar(),
        stack.ports().api(),
        () ->
            Map.ofEntries(
                Map.entry("SERVER_PORT", "" + stack.ports().api()),
                Map.entry("SERVER_ADDRESS", "127.0.0.1"),
                Map.entry("SENTINEL_ENVIRONMENT", "demo"),
                Map.entry("SENTINEL_DATABASE_HOST", "127.0.0.1"),
                Map.entry("SENTINEL_DATABASE_PORT", "" + stack.ports().postgres()),
                Map.entry("SENTINEL_DATABASE_NAME", "sentinel"),
                Map.entry("SENTINEL_DATABASE_OWNERPASSWORD", stack.passwords().get("owner")),
                Map.entry("SENTINEL_DATABASE_APPPASSWORD", stack.passwords().get("app")),
                Map.entry(
                    "SENTINEL_DATABASE_SEQUENCERPASSWORD", stack.passwords().get("sequencer")),
                Map.entry(
                    "SENTINEL_DATABASE_DIRECTORYPASSWORD", stack.passwords().get("directory")),
                Map.entry(
                    "SENTINEL_DATABASE_STATISTICSPASSWORD", stack.passwords().get("statistics")),
                Map.entry("SENTINEL_OPENSEARCH_URL", stack.openSearchUrl()),
                Map.entry("SENTINEL_ISSUER", stack.issuer()),
                Map.entry("SENTINEL_KEYS_DIRECTORY", stack.data().keys().toString()),
                Map.entry("SENTINEL_CLOCK_OFFSET", clockOffset.get())));
  }

  /** The portal. */
  static Application portal(Stack stack) {
    return new Application(
        stack,
        "Portal",
        "portal",
        stack.project().portalJar(),
        stack.ports().portal(),
        () ->
            Map.of(
                "SERVER_PORT", "" + stack.ports().portal(),
                "SERVER_ADDRESS", "127.0.0.1",
                "SENTINEL_ENVIRONMENT", "demo",
                "SENTINEL_API_URL", stack.apiUrl(),
                "SENTINEL_ISSUER", stack.issuer(),
                "SENTINEL_PORTAL_CLIENTSECRET", stack.portalSecret(),
                "SENTINEL_PORTAL_URL", stack.portalUrl()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    // A copy, because a build may replace the jar while the application runs.
    Path copy = stack.data().file("run").resolve(jar.getFileName());
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    List<String> command =
        Java.of(
            stack.data(),
            name,
            "-Xmx768m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            copy.toString());
    String ready = "http://localhost:" + port + "/actuator/health/readiness";
    child.start(command, configuration.get(), ALLOWED, () -> Http.answers(ready));
  }

  @Override
  public boolean running() {
    return child.running();
  }

  @Override
  public void stop() {
    child.stop(Duration.ofSeconds(20));
  }
}
