package dk.sentinel.infra.stack;

import java.io.Console;
import java.util.Optional;

/** The terminal that a person looks at, if one does. */
final class Terminal {
  private Terminal() {}

  /** Nothing when input or output is a file or a pipe. */
  @SuppressWarnings("SystemConsoleNull") // it is null on JDK 25 unless a terminal is there
  static Optional<Console> find() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }
}
