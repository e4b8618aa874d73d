package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out, as far as this user may know, which process listens on a port (Linux only). */
final class PortHolder {
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** Text to put after "is in use": who holds the port, or nothing when that cannot be known. */
  static String describe(int port) {
    return find(port).map(PortHolder::describe).orElse("");
  }

  private static String describe(ProcessHandle process) {
    String command =
        process.info().command().map(path -> Path.of(path).getFileName() + ", ").orElse("");
    return " by another program (" + command + "process " + process.pid() + ")";
  }

  static Optional<ProcessHandle> find(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      sockets.addAll(listening(Path.of(table), port));
    }
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessHandle.allProcesses().filter(process -> holds(process, sockets)).findFirst();
  }

  private static Set<String> listening(Path table, int port) {
    Set<String> sockets = new HashSet<>();
    if (!Files.isReadable(table)) {
      return sockets;
    }
    String suffix = ":%04X".formatted(port);
    for (String line : lines(table)) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING)) {
        sockets.add("socket:[" + columns[9] + "]");
      }
    }
    return sockets;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean holds(ProcessHandle process, Set<String> sockets) {
    try (Stream<Path> files = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException e) {
      return false; // another user's process, or it has just ended
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
