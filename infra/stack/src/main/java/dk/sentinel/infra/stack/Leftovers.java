package dk.sentinel.infra.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The processes that belong to one data directory. Only they may ever be stopped: each carries the
 * directory on its command line, so a stranger on the same port, or one that was given an old
 * process number, is never mistaken for one of ours.
 */
final class Leftovers {
  private static final String MARK = "-Dsentinel.stack.data=";

  private final DataDirectory data;

  Leftovers(DataDirectory data) {
    this.data = data;
  }

  /** What a Java process of this directory must carry on its command line. */
  static String mark(Path directory) {
    return MARK + directory;
  }

  /** The running processes that an earlier launcher left behind. */
  List<ProcessHandle> find() {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != self && isOurs(CommandLines.of(process)))
        .toList();
  }

  private boolean isOurs(List<String> command) {
    int option = command.indexOf("-D");
    boolean postgres =
        option > 0
            && option + 1 < command.size()
            && command.get(option + 1).equals(data.postgresData().toString());
    return postgres || command.contains(mark(data.root()));
  }

  /**
   * Stops what an earlier run left behind, the data bearers last.
   *
   * @return what was stopped, in words, or an empty list
   */
  List<String> stop() {
    List<ProcessHandle> left = find();
    List<String> words = left.stream().map(this::describe).toList();
    List<ProcessHandle> servers = left.stream().filter(this::isPostgres).toList();
    left.stream()
        .filter(process -> !servers.contains(process))
        .parallel()
        .forEach(process -> Stop.gently(process, Duration.ofSeconds(15)));
    servers.forEach(process -> Stop.postgres(process, Duration.ofSeconds(20)));
    data.forgetPids();
    return words;
  }

  private boolean isPostgres(ProcessHandle process) {
    return !CommandLines.of(process).contains(mark(data.root()));
  }

  private String describe(ProcessHandle process) {
    String name = isPostgres(process) ? "PostgreSQL" : name(CommandLines.of(process));
    return name + " (process " + process.pid() + ")";
  }

  private static String name(List<String> command) {
    return command.stream()
        .filter(word -> word.startsWith("-Dsentinel.stack.service="))
        .map(word -> word.substring(word.indexOf('=') + 1))
        .findFirst()
        .orElse("a Java process");
  }
}
