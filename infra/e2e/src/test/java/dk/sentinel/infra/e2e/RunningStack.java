package dk.sentinel.infra.e2e;

import dk.sentinel.infra.demo.DemoPeople;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What {@code infra/up} starts, in a data directory and on ports of its own, once for all tests of
 * this module. It ends with the tests' process.
 */
final class RunningStack {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static @Nullable RunningStack shared;

  private final Map<String, Integer> ports;
  private final Path data;
  private final List<String> output;

  private RunningStack(Map<String, Integer> ports, Path data, List<String> output) {
    this.ports = ports;
    this.data = data;
    this.output = output;
  }

  /** The stack, started when the first test asks for it. */
  static synchronized RunningStack shared() throws Exception {
    RunningStack running = shared;
    if (running == null) {
      String there = System.getenv("SENTINEL_E2E_PORTS");
      running = there == null ? start() : at(Path.of(there));
      shared = running;
    }
    return running;
  }

  /** A stack that somebody started already, by its file of ports: for writing these tests. */
  private static RunningStack at(Path portsFile) throws IOException {
    String data = Objects.requireNonNull(System.getenv("SENTINEL_DATA"), "SENTINEL_DATA");
    return new RunningStack(read(portsFile), Path.of(data), new ArrayList<>());
  }

  private static Map<String, Integer> read(Path portsFile) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String line : Files.readAllLines(portsFile)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        ports.put(line.substring(0, equals), Integer.valueOf(line.substring(equals + 1).strip()));
      }
    }
    return ports;
  }

  private static RunningStack start() throws Exception {
    Map<String, Integer> ports = freePorts();
    Path folder = Path.of("target").toAbsolutePath();
    Path portsFile = folder.resolve("ports.properties");
    List<String> lines = new ArrayList<>();
    ports.forEach((name, port) -> lines.add(name + "=" + port));
    Files.write(portsFile, lines, StandardCharsets.UTF_8);
    // Not below the checkout: PostgreSQL may run as a user who cannot look into it.
    Path data =
        Path.of(
            System.getProperty("java.io.tmpdir"), "sentinel-e2e-" + ProcessHandle.current().pid());
    ProcessBuilder up =
        new ProcessBuilder("bash", checkout().resolve("infra/up").toString())
            .redirectErrorStream(true);
    up.environment().put("SENTINEL_DATA", data.toString());
    up.environment().put("SENTINEL_PORTS", portsFile.toString());
    up.environment().putAll(Letterbox.shared().settings());
    // A difference from Keycloak is found while the tests wait.
    up.environment().put("SENTINEL_PROVISIONING_COMPARE", "15s");
    // Tests kill servers on purpose and often.
    up.environment().put("SENTINEL_RESTARTS", "1000");
    Process launcher = up.start();
    List<String> output = Collections.synchronizedList(new ArrayList<>());
    RunningStack stack = new RunningStack(ports, data, output);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launcher)));
    stack.waitUntilReady(launcher);
    return stack;
  }

  static Path checkout() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      if (Files.exists(directory.resolve("infra/up"))) {
        return directory;
      }
      directory = directory.getParent();
    }
    throw new IllegalStateException("run the tests inside the checkout");
  }

  private static Map<String, Integer> freePorts() throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    for (String name : read(checkout().resolve("infra/ports.properties")).keySet()) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.put(name, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private void waitUntilReady(Process up) throws Exception {
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> readOutput(up, ready));
    reader.setDaemon(true);
    reader.start();
    if (!ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("infra/up ended:\n" + String.join("\n", output));
    }
  }

  private void readOutput(Process up, CompletableFuture<Boolean> ready) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(up.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        System.out.println("infra/up: " + line);
        if (line.contains("Ready after")) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
    ready.complete(false);
  }

  private static void stop(Process launcher) {
    launcher.destroy();
    try {
      if (!launcher.waitFor(90, TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the launcher has printed so far. */
  List<String> output() {
    return List.copyOf(output);
  }

  /** Where the stack keeps its data. */
  Path data() {
    return data;
  }

  String portal() {
    return "http://localhost:" + ports.get("portal");
  }

  String api() {
    return "http://localhost:" + ports.get("api");
  }

  String keycloak() {
    return "http://localhost:" + ports.get("keycloak");
  }

  int port(String name) {
    return Objects.requireNonNull(ports.get(name));
  }

  /** Where OpenSearch answers. */
  String openSearch() {
    return "http://localhost:" + ports.get("opensearch");
  }

  /** The database as its superuser, whom no row-level security stops. */
  Connection database() throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + ports.get("postgres") + "/sentinel",
        "postgres",
        password("postgres.superuser"));
  }

  /** One of the stack's passwords, by its name in the launcher. */
  String password(String name) throws IOException {
    Properties passwords = new Properties();
    try (Reader file = Files.newBufferedReader(data.resolve("passwords.properties"))) {
      passwords.load(file);
    }
    return Objects.requireNonNull(passwords.getProperty(name), name);
  }

  /**
   * Kills one of the launcher's servers, as a machine does that runs out of memory.
   *
   * @param server api, portal, opensearch, keycloak or postgres
   */
  void kill(String server) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid(server)).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Stops one of the launcher's servers where it is: its ports stay open and nothing answers. The
   * launcher does not notice; {@link #kill} ends it and lets the launcher start it anew.
   *
   * @param server as for {@link #kill}
   */
  void freeze(String server) throws Exception {
    Process signal = new ProcessBuilder("kill", "-STOP", Long.toString(pid(server))).start();
    if (signal.waitFor() != 0) {
      throw new IllegalStateException(server + " cannot be stopped");
    }
  }

  private long pid(String server) throws IOException {
    return Long.parseLong(Files.readString(data.resolve("run").resolve(server + ".pid")).strip());
  }

  /** Who signs for the operator. */
  DemoPeople.Person director() {
    return DemoPeople.read().representative();
  }

  /** The operator's other person. */
  DemoPeople.Person operator() {
    return DemoPeople.read().named("drift");
  }

  /** The owner of a demo clinic that has not signed the agreement. */
  DemoPeople.Person ownerWhoIsToSign() {
    return DemoPeople.read().named("ejer12");
  }

  /** An owner of a demo clinic. */
  DemoPeople.Person someOtherOwner() {
    return DemoPeople.read().named("ejer1");
  }
}
