package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The API or the portal: a runnable jar that says itself when it is ready. */
final class Application implements Service {
  private static final Duration ALLOWED = Duration.ofMinutes(4);
  private static final int NO_METRICS = -1;

  private final Stack stack;
  private final String name;
  private final String file;
  private final Path jar;
  private final int port;
  private final List<String> options;
  private final Map<String, String> configuration;
  private final Child child;

  private Application(
      Stack stack,
      String name,
      String file,
      Path jar,
      int port,
      List<String> options,
      Map<String, String> configuration) {
    this.stack = stack;
    this.name = name;
    this.file = file;
    this.jar = jar;
    this.port = port;
    this.options = options;
    this.configuration = configuration;
    this.child = new Child(stack.processes(), name, file);
  }

  /** The API on its own port, by the machine's clock. */
  static Application api(Stack stack) {
    Ports ports = stack.ports();
    return api(stack, "API", "api", ports.api(), ports.apiManagement(), "PT0S");
  }

  /**
   * A second API beside the first, for loading what the demo's clinics signed long ago.
   *
   * @param clockOffset its distance from the machine's time, in ISO 8601
   */
  static Application backdatedApi(Stack stack, int port, String clockOffset) {
    return api(stack, "API set back in time", "api-backdated", port, NO_METRICS, clockOffset);
  }

  private static Application api(
      Stack stack, String name, String file, int port, int management, String clockOffset) {
    DemoPeople people = DemoPeople.read(stack.project());
    Passwords passwords = stack.passwords();
    return new Application(
        stack,
        name,
        file,
        stack.project().apiJar(),
        port,
        List.of("-Xmx1g"),
        Map.ofEntries(
            Map.entry("SERVER_PORT", "" + port),
            Map.entry("SERVER_ADDRESS", "127.0.0.1"),
            Map.entry("MANAGEMENT_SERVER_PORT", "" + management),
            Map.entry("SENTINEL_ENVIRONMENT", "demo"),
            Map.entry("SENTINEL_DATABASE_HOST", "127.0.0.1"),
            Map.entry("SENTINEL_DATABASE_PORT", "" + stack.ports().postgres()),
            Map.entry("SENTINEL_DATABASE_NAME", "sentinel"),
            Map.entry("SENTINEL_DATABASE_OWNERPASSWORD", passwords.get("owner")),
            Map.entry("SENTINEL_DATABASE_APPPASSWORD", passwords.get("app")),
            Map.entry("SENTINEL_DATABASE_SEQUENCERPASSWORD", passwords.get("sequencer")),
            Map.entry("SENTINEL_DATABASE_DIRECTORYPASSWORD", passwords.get("directory")),
            Map.entry("SENTINEL_DATABASE_STATISTICSPASSWORD", passwords.get("statistics")),
            Map.entry("SENTINEL_DATABASE_ERASERPASSWORD", passwords.get("eraser")),
            Map.entry("SENTINEL_OPENSEARCH_URL", stack.openSearchUrl()),
            Map.entry("SENTINEL_ISSUER", stack.issuer()),
            Map.entry("SENTINEL_KEYCLOAK_SECRET", stack.provisioningSecret()),
            Map.entry("SENTINEL_KEYS_DIRECTORY", stack.data().keys().toString()),
            Map.entry("SENTINEL_SEAL_KEY", stack.authorityKeys() + "/seal-signing.key"),
            Map.entry(
                "SENTINEL_SEAL_CERTIFICATES", stack.authorityKeys() + "/seal-certificates.pem"),
            Map.entry("SENTINEL_SEAL_TRUSTANCHORS", stack.authorityKeys() + "/trust-anchors.pem"),
            Map.entry("SENTINEL_SEAL_TIMESTAMPAUTHORITIES", stack.timeStampsUrl()),
            Map.entry("SENTINEL_CLOCK_OFFSET", clockOffset),
            Map.entry("SENTINEL_PLATFORM_OPERATORS", people.withPlatformRole("operator")),
            Map.entry(
                "SENTINEL_PLATFORM_PROJECTEDITORS", people.withPlatformRole("project-editor"))));
  }

  /** The portal. */
  static Application portal(Stack stack) {
    return new Application(
        stack,
        "Portal",
        "portal",
        stack.project().portalJar(),
        stack.ports().portal(),
        List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
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
    UnpackedApplication application =
        UnpackedApplication.of(jar, stack.data().file("applications").resolve(file));
    List<String> command = Java.of(stack.data(), name);
    command.addAll(options);
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + stack.data().scratch(file),
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + application.archive(),
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-cp",
            application.classPath(),
            application.mainClass()));
    String ready = "http://localhost:" + port + "/readyz";
    child.start(command, configuration, ALLOWED, () -> Http.answers(ready));
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
