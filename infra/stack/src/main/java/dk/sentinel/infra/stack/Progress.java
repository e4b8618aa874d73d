package dk.sentinel.infra.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Tells, one line per step, what has been done and how long it took. On a terminal a last line
 * shows what is being done now; in a log there are only whole lines. Thread-safe.
 */
final class Progress {
  private static final int WIDTH = 66;

  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private final Map<String, String> now = new LinkedHashMap<>();

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    if (terminal) {
      Thread.ofVirtual().start(this::tick);
    }
  }

  /** Progress on standard output. */
  static Progress onStandardOutput() {
    return new Progress(System.out, Terminal.find().isPresent());
  }

  /** A step that gives nothing back. */
  interface Work {
    void run() throws Exception;
  }

  /** Does the work and says that it is done and how long it took. */
  void step(String name, Work work) {
    of(
        name,
        () -> {
          work.run();
          return true;
        });
  }

  /** Does the work, says that it is done and how long it took, and gives back its result. */
  <T> T of(String name, Callable<T> work) {
    long begun = System.nanoTime();
    begin(name);
    try {
      T result = work.call();
      end(name, "%-46s %6.1f s".formatted(name, seconds(begun)));
      return result;
    } catch (CannotGoOn e) {
      end(name, null);
      throw e;
    } catch (Exception e) {
      end(name, null);
      throw new CannotGoOn(name + ": " + e, e);
    }
  }

  /** Prints a line of its own. */
  synchronized void say(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /** Says how far a step has come: shown on a terminal only. */
  synchronized void detail(String name, String detail) {
    now.computeIfPresent(name, (_, _) -> " (" + detail + ")");
  }

  /** The time since the launcher began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private synchronized void begin(String name) {
    now.put(name, "");
  }

  private synchronized void end(String name, @Nullable String line) {
    now.remove(name);
    if (line != null) {
      say(String.format(Locale.ROOT, "%5.0f s  %s", seconds(start), line));
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private void tick() {
    while (true) {
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        return;
      }
      draw();
    }
  }

  private synchronized void draw() {
    if (!now.isEmpty()) {
      clear();
      List<String> steps = new ArrayList<>();
      now.forEach((name, detail) -> steps.add(name + detail));
      String line = String.join(", ", steps);
      out.printf(
          Locale.ROOT,
          "%5.0f s  … %s",
          seconds(start),
          line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line);
      out.flush();
    }
  }

  private void clear() {
    if (terminal) {
      out.print("\r\033[2K");
    }
  }
}
