package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The three servers for tests, with a data directory of their own that is thrown away at the end.
 * What killed runs have left behind is cleared away first.
 */
final class TestServers {
  private static final String PREFIX = "sentinel-servers-";

  /** The realm files' own default: tests know it. */
  private static final String PORTAL_SECRET = "portal-secret";

  private final Project project;
  private final Progress progress;

  TestServers(Project project, Progress progress) {
    this.project = project;
    this.progress = progress;
  }

  /** Starts the servers and writes the file that tells tests where they are. */
  Supervision start(Ports ports, Path file) {
    clearAway();
    DataDirectory data = newDirectory();
    Room.mustSuffice(data.root());
    Stack stack =
        new Stack(
            project,
            data,
            ports,
            new Passwords(data.file("passwords.properties")),
            new Processes(data),
            PORTAL_SECRET);
    Supervision supervision = new Supervision(stack.processes(), progress);
    supervision.endWithLauncher(() -> {
      delete(file);
      data.delete();
    });
    Servers servers = ServersChoice.asked().of(stack);
    Together.run(
        () -> progress.step("Keycloak is unpacked and built", servers::prepareKeycloak),
        () -> supervision.start(servers.postgres(), "PostgreSQL answers"),
        () -> supervision.start(servers.openSearch(), "OpenSearch answers"));
    supervision.start(servers.keycloak(), "Keycloak answers");
    write(stack, file);
    return supervision;
  }

  private DataDirectory newDirectory() {
    try {
      DataDirectory data = new DataDirectory(Files.createTempDirectory(PREFIX));
      data.create();
      data.tryLock();
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clearAway() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> files = Files.list(temporary)) {
      List<Path> old =
          files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
      for (Path directory : old) {
        if (Files.isWritable(directory.resolve("launcher.lock"))) {
          clearAway(new DataDirectory(directory));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clearAway(DataDirectory old) {
    if (old.tryLock()) {
      List<String> stopped = new Leftovers(old).stop();
      old.unlock();
      old.delete();
      if (!stopped.isEmpty()) {
        progress.say(
            "Stopped what an earlier test run left behind: " + String.join(", ", stopped) + ".");
      }
    }
  }

  private static void write(Stack stack, Path file) {
    Properties lines = new Properties();
    lines.setProperty("postgres.host", "127.0.0.1");
    lines.setProperty("postgres.port", "" + stack.ports().postgres());
    lines.setProperty("postgres.user", Databases.SUPERUSER);
    lines.setProperty("postgres.password", new Databases(stack).superuserPassword());
    lines.setProperty("keycloak.url", stack.keycloakUrl());
    lines.setProperty("keycloak.admin.user", KeycloakServer.ADMIN);
    lines.setProperty("keycloak.admin.password", stack.passwords().get("keycloak.admin"));
    lines.setProperty("keycloak.provisioning.secret", stack.provisioningSecret());
    lines.setProperty("opensearch.url", stack.openSearchUrl());
    // Where the realm expects the applications of a browser test; nobody listens there yet.
    lines.setProperty("portal.port", "" + stack.ports().portal());
    lines.setProperty("portal.secret", stack.portalSecret());
    lines.setProperty("api.port", "" + stack.ports().api());
    lines.setProperty("demo-desk.port", "" + stack.ports().demoDesk());
    try {
      Path next = file.toAbsolutePath().resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (Writer writer = Files.newBufferedWriter(next)) {
        lines.store(writer, "The running servers of one test run");
      }
      Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CannotGoOn("The file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
