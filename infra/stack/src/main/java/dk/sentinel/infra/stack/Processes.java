package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes for one data directory: each writes to its own log, has its number in a file,
 * and is out of reach of the terminal's Ctrl-C, so that the launcher alone decides the order in
 * which they end. After {@link #refuseMore()} nothing is started any more. Thread-safe.
 */
final class Processes {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final DataDirectory data;
  private final List<Process> commands = new ArrayList<>();
  private boolean over;

  Processes(DataDirectory data) {
    this.data = data;
  }

  /** Starts a process that is to go on running. */
  synchronized Process start(String service, List<String> command, Map<String, String> environment)
      throws IOException {
    Process process = launch(service, command, environment, data.root());
    Files.writeString(data.pidFile(service), "" + process.pid());
    return process;
  }

  /** Runs a command to its end; a failure is reported with the end of its log. */
  void run(String log, List<String> command, Map<String, String> environment, Path directory)
      throws IOException, InterruptedException {
    Process process;
    synchronized (this) {
      process = launch(log, command, environment, directory);
      commands.add(process);
    }
    int exit = process.waitFor();
    synchronized (this) {
      commands.remove(process);
    }
    if (exit != 0) {
      throw failed(Path.of(command.getFirst()).getFileName() + " failed", log);
    }
  }

  /** What to say when a process failed: the end of its log and where the log is. */
  CannotGoOn failed(String what, String log) {
    return new CannotGoOn(
        what + ". The end of " + data.log(log) + ":\n" + Tail.of(data.log(log), 15));
  }

  private Process launch(
      String log, List<String> command, Map<String, String> environment, Path directory)
      throws IOException {
    if (over) {
      throw new CannotGoOn("The stack is being stopped.");
    }
    List<String> whole = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      whole.add(SETSID.toString());
    }
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(data.log(log).toFile()));
    return builder.start();
  }

  /** From now on nothing is started; commands that are still running are killed. */
  void refuseMore() {
    List<Process> running;
    synchronized (this) {
      over = true;
      running = List.copyOf(commands);
    }
    for (Process command : running) {
      command.descendants().forEach(ProcessHandle::destroyForcibly);
      command.destroyForcibly();
      try {
        command.waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
