package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The whole command line of a running process (the JDK cuts long ones). */
final class CommandLines {
  private CommandLines() {}

  /** The words of the command line; empty when the process has ended or may not be looked at. */
  static List<String> of(ProcessHandle process) {
    Path file = Path.of("/proc", "" + process.pid(), "cmdline");
    if (!Files.isReadable(file)) {
      return process.info().arguments().map(List::of).orElse(List.of());
    }
    try {
      return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1));
    } catch (IOException e) {
      return List.of(); // it ended while we looked
    }
  }
}
