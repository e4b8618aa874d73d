package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keycloak on loopback with Sentinel's realms, its data in the stack's PostgreSQL. It is built for
 * that once per checkout. Realms are imported when they do not exist; a realm file that has changed
 * since is not taken over, because that would throw away who has signed in.
 */
final class KeycloakServer implements Service {
  static final String ADMIN = "admin";
  private static final String IMPORTED = "keycloak-realms.txt";

  private final Stack stack;
  private final Child child;

  KeycloakServer(Stack stack) {
    this.stack = stack;
    this.child = new Child(stack.processes(), name(), "keycloak");
  }

  @Override
  public String name() {
    return "Keycloak";
  }

  String adminPassword() {
    return stack.passwords().get("keycloak.admin");
  }

  /**
   * Puts a built server into the data directory when there is none; needs no database. The build is
   * kept beside the launcher's own, for the next data directory.
   */
  void prepare() throws IOException, InterruptedException {
    Path archive = stack.project().archive("keycloak-quarkus-dist");
    String name = archive.getFileName().toString();
    Path mark = home().resolve("built-from.txt");
    if (Files.exists(mark) && Files.readString(mark).equals(name)) {
      return;
    }
    Path built = stack.project().root().resolve("infra/stack/target/" + name + ".built");
    if (!Files.exists(built)) {
      build(archive, built);
    }
    DataDirectory.delete(home());
    copy(built, home());
    Files.writeString(mark, name);
  }

  private void build(Path archive, Path built) throws IOException, InterruptedException {
    Path next = built.resolveSibling(built.getFileName() + "." + ProcessHandle.current().pid());
    Unpack.keycloak(archive, next);
    stack
        .processes()
        .run(
            "keycloak",
            command(next, "build", "--db=postgres", "--health-enabled=true"),
            Map.of(),
            next);
    if (Files.exists(built)) {
      DataDirectory.delete(next); // somebody else was faster
    } else {
      Files.move(next, built);
    }
  }

  private Path home() {
    return stack.data().keycloak().resolve("server");
  }

  @Override
  public void start() throws IOException, InterruptedException {
    prepare();
    String realms = realmsAndPorts();
    boolean stale =
        stack.data().read(IMPORTED).filter(before -> !before.equals(realms)).isPresent();
    if (stale) {
      System.out.println(
          "Note: the realm files or the ports have changed since these data were made; they are"
              + " taken over by infra/up --reset.");
    }
    copyRealmsAndThemes();
    String ready = "http://localhost:" + stack.ports().keycloakManagement() + "/health/ready";
    child.start(startCommand(), environment(), Duration.ofMinutes(6), () -> Http.answers(ready));
    if (!stale) {
      stack.data().write(IMPORTED, realms);
    }
  }

  private List<String> startCommand() {
    return command(
        home(),
        "start",
        "--optimized",
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        "--http-port=" + stack.ports().keycloak(),
        "--http-management-host=127.0.0.1",
        "--http-management-port=" + stack.ports().keycloakManagement(),
        "--hostname=" + stack.keycloakUrl(),
        "--cache=local",
        "--import-realm");
  }

  private List<String> command(Path home, String... words) {
    List<String> command =
        Java.of(
            stack.data(),
            name(),
            "-Xms64m",
            "-Xmx512m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dfile.encoding=UTF-8",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Dkc.home.dir=" + home,
            "-Djboss.server.config.dir=" + home.resolve("conf"),
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000",
            "-cp",
            home.resolve("lib/quarkus-run.jar").toString(),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    command.addAll(Arrays.asList(words));
    return command;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "KC_DB_URL", "jdbc:postgresql://127.0.0.1:" + stack.ports().postgres() + "/keycloak");
    environment.put("KC_DB_USERNAME", "keycloak");
    environment.put("KC_DB_PASSWORD", stack.passwords().get("keycloak.database"));
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword());
    environment.putAll(realmPlaceholders(stack));
    return environment;
  }

  /** What the realm files leave open. */
  static Map<String, String> realmPlaceholders(Stack stack) {
    return Map.of(
        "SENTINEL_KEYCLOAK_URL", stack.keycloakUrl(),
        "SENTINEL_PORTAL_URL", stack.portalUrl(),
        "SENTINEL_DEMO_DESK_URL", stack.demoDeskUrl(),
        "SENTINEL_PORTAL_SECRET", stack.portalSecret(),
        "SENTINEL_PROVISIONING_SECRET", stack.provisioningSecret());
  }

  private void copyRealmsAndThemes() throws IOException {
    Path imports = home().resolve("data/import");
    DataDirectory.delete(imports);
    Files.createDirectories(imports);
    for (Path realm : stack.project().realms()) {
      Files.copy(realm, imports.resolve(realm.getFileName()));
    }
    Path themes = stack.project().deploy().resolve("keycloak/themes");
    if (Files.isDirectory(themes)) {
      copy(themes, home().resolve("themes"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(from)) {
      walk.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String realmsAndPorts() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path realm : stack.project().realms()) {
        try (InputStream in = Files.newInputStream(realm)) {
          digest.update(in.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest())
          + " "
          + stack.ports().keycloak()
          + " "
          + stack.ports().portal();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean running() {
    return child.running();
  }

  @Override
  public void stop() {
    child.stop(Duration.ofSeconds(15));
  }
}
