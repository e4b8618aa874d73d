package dk.sentinel.infra.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code infra/down}: stops the launcher and all it started, or what a killed one left behind. */
final class DownCommand {
  private static final Duration ALLOWED = Duration.ofSeconds(90);

  private final DataDirectory data;

  DownCommand(DataDirectory data) {
    this.data = data;
  }

  int run() {
    if (!java.nio.file.Files.isDirectory(data.root())) {
      System.out.println("Sentinel is not running.");
      return 0;
    }
    data.create();
    boolean stopped = !data.tryLock() && stopLauncher();
    List<String> left = new Leftovers(data).stop();
    if (!left.isEmpty()) {
      System.out.println(
          "Stopped what an earlier run left behind: " + String.join(", ", left) + ".");
    } else {
      System.out.println(stopped ? "Sentinel has been stopped." : "Sentinel is not running.");
    }
    return 0;
  }

  private boolean stopLauncher() {
    Optional<ProcessHandle> launcher =
        data.launcher()
            .filter(process -> CommandLines.of(process).contains(Launcher.class.getName()));
    if (launcher.isEmpty()) {
      throw new CannotGoOn("Another program holds " + data.file("launcher.lock") + ".");
    }
    System.out.println("Stopping Sentinel (process " + launcher.get().pid() + ") …");
    Stop.gently(launcher.get(), ALLOWED);
    return true;
  }
}
