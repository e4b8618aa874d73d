package dk.sentinel.infra.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process: first asked, then, when its time is over, killed. */
final class Stop {
  private Stop() {}

  /** Sends SIGTERM, and SIGKILL to it and its children when it takes longer than allowed. */
  static void gently(ProcessHandle process, Duration allowed) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    awaitOrKill(process, children, allowed);
  }

  /** Sends SIGINT: PostgreSQL's fast shutdown, which does not wait for its clients to leave. */
  static void postgres(ProcessHandle process, Duration allowed) {
    List<ProcessHandle> children = process.descendants().toList();
    try {
      new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaitOrKill(process, children, allowed);
  }

  private static void awaitOrKill(
      ProcessHandle process, List<ProcessHandle> children, Duration allowed) {
    if (!ended(process, allowed)) {
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      ended(process, Duration.ofSeconds(5));
    }
  }

  private static boolean ended(ProcessHandle process, Duration allowed) {
    try {
      process.onExit().get(allowed.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    }
  }
}
