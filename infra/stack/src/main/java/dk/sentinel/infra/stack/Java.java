package dk.sentinel.infra.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of Java processes on the JDK that runs the launcher. */
final class Java {
  private Java() {}

  /** The JDK's own {@code java}. */
  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The beginning of a command line that says whose process it is. */
  static List<String> of(DataDirectory data, String service, String... options) {
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.add(Leftovers.mark(data.root()));
    command.add("-Dsentinel.stack.service=" + service);
    command.addAll(List.of(options));
    return command;
  }
}
