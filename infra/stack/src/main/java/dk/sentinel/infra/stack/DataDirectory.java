package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything one stack keeps: data, unpacked servers, logs, passwords, process numbers. One
 * launcher at a time holds its lock, which the operating system gives back even after SIGKILL.
 */
final class DataDirectory {
  private final Path root;
  private @Nullable FileLock lock;

  DataDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Where the stack keeps its data: {@code $SENTINEL_DATA}, else {@code /var/lib/sentinel} for
   * root, else {@code ~/.local/share/sentinel}.
   */
  static DataDirectory usual(Map<String, String> environment) {
    @Nullable String named = environment.get("SENTINEL_DATA");
    if (named != null && !named.isBlank()) {
      return new DataDirectory(Path.of(named));
    }
    return new DataDirectory(
        User.isRoot()
            ? Path.of("/var/lib/sentinel")
            : Path.of(System.getProperty("user.home"), ".local", "share", "sentinel"));
  }

  Path root() {
    return root;
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path postgresData() {
    return postgres().resolve("data");
  }

  Path keycloak() {
    return root.resolve("keycloak");
  }

  Path openSearch() {
    return root.resolve("opensearch");
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path log(String service) {
    return root.resolve("logs").resolve(service + ".log");
  }

  Path pidFile(String service) {
    return root.resolve("run").resolve(service + ".pid");
  }

  Path file(String name) {
    return root.resolve(name);
  }

  /**
   * An empty directory, closed to others, for what a service writes while it runs and needs no
   * longer. A service that was killed could not clear it away: the next start does.
   */
  Path scratch(String service) throws IOException {
    Path directory = root.resolve("scratch").resolve(service);
    delete(directory);
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return directory;
  }

  /** Makes the directory; its lists are closed to others, its path is open to PostgreSQL's user. */
  void create() {
    try {
      for (Path directory : List.of(root, root.resolve("logs"), root.resolve("run"))) {
        Files.createDirectories(directory);
      }
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
      Files.setPosixFilePermissions(
          root.resolve("logs"), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new CannotGoOn(
          "The data directory "
              + root
              + " cannot be written ("
              + e.getMessage()
              + "). Name another with SENTINEL_DATA=<directory>.",
          e);
    }
  }

  /** Takes the lock; false when another launcher holds it. */
  boolean tryLock() {
    try {
      FileChannel channel =
          FileChannel.open(
              root.resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return false;
      }
      Files.writeString(pidFile("launcher"), "" + ProcessHandle.current().pid());
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the lock back. */
  void unlock() {
    try {
      if (lock != null) {
        lock.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The launcher that works on this directory, if one does. */
  Optional<ProcessHandle> launcher() {
    return read("run/launcher.pid").map(Long::parseLong).flatMap(ProcessHandle::of);
  }

  /** The text of a small file, or nothing when it is not there. */
  Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(root.resolve(name), StandardCharsets.UTF_8).strip())
          .filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(String name, String text) {
    try {
      Files.writeString(root.resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String name) {
    return Files.exists(root.resolve(name));
  }

  /** Forgets every process number: called when none of the processes is left. */
  void forgetPids() {
    try (Stream<Path> files = Files.list(root.resolve("run"))) {
      for (Path file : files.filter(name -> !name.endsWith("launcher.pid")).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the directory and all it holds. */
  void delete() {
    delete(root);
  }

  /** Deletes a file or a directory with everything in it. */
  static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
