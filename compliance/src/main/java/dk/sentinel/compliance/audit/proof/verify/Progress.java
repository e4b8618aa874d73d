package dk.sentinel.compliance.audit.proof.verify;

import java.io.PrintStream;
import java.time.Duration;

/** Tells on long checks, once a second, how far they are. */
final class Progress implements LogCheck.Watcher {
  private static final long FIRST = Duration.ofSeconds(2).toNanos();
  private static final long NEXT = Duration.ofSeconds(1).toNanos();

  private final PrintStream to;
  private final Wording wording;
  private final long started = System.nanoTime();
  private long told = started + FIRST - NEXT;

  Progress(PrintStream to, Wording wording) {
    this.to = to;
    this.wording = wording;
  }

  @Override
  public void checked(long entries, long of) {
    long now = System.nanoTime();
    if (now - told >= NEXT && of > 0) {
      told = now;
      to.println(wording.text("progress", entries, of, entries * 100 / of));
    }
  }

  /** How long it took so far. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
