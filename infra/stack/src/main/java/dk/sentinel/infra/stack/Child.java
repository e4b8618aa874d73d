package dk.sentinel.infra.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A service that is one process on this machine. */
final class Child {
  private final Processes processes;
  private final String name;
  private final String file;
  private final AtomicReference<@Nullable Process> process = new AtomicReference<>();

  /**
   * @param name for people
   * @param file for its log and its process number
   */
  Child(Processes processes, String name, String file) {
    this.processes = processes;
    this.name = name;
    this.file = file;
  }

  /** Whether something answers; it may throw while nothing does. */
  interface Check {
    boolean ready() throws Exception;
  }

  /** Starts the process and waits until it answers. */
  void start(List<String> command, Map<String, String> environment, Duration allowed, Check check)
      throws IOException, InterruptedException {
    Process started = processes.start(file, command, environment);
    process.set(started);
    long end = System.nanoTime() + allowed.toNanos();
    while (!answers(check)) {
      if (!started.isAlive()) {
        throw processes.failed(
            name + " ended while starting (exit " + started.exitValue() + ")", file);
      }
      if (System.nanoTime() > end) {
        throw processes.failed(name + " did not answer within " + allowed.toSeconds() + " s", file);
      }
      Thread.sleep(100);
    }
  }

  private static boolean answers(Check check) throws InterruptedException {
    try {
      return check.ready();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false; // not yet: whoever waits gives up when the time is over
    }
  }

  boolean running() {
    Process now = process.get();
    return now != null && now.isAlive();
  }

  /** Stops the process with SIGTERM. */
  void stop(Duration allowed) {
    Process now = process.getAndSet(null);
    if (now != null) {
      Stop.gently(now.toHandle(), allowed);
    }
  }

  /** Stops the process the way PostgreSQL wants it. */
  void stopPostgres(Duration allowed) {
    Process now = process.getAndSet(null);
    if (now != null) {
      Stop.postgres(now.toHandle(), allowed);
    }
  }
}
