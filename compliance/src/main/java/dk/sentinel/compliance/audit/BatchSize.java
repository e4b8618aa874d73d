package dk.sentinel.compliance.audit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many entries a round takes at most. Large rounds share the cost of a transaction and of one
 * signature per clinic (more than half a millisecond each) among more entries; rounds that take
 * long make entries wait for their proof. So the size grows while full rounds are quick and shrinks
 * when a round was slow. Safe for several threads.
 */
final class BatchSize {
  static final int SMALLEST = 2_000;
  static final int LARGEST = 64_000;
  private static final Duration QUICK = Duration.ofSeconds(3);
  private static final Duration SLOW = Duration.ofSeconds(5);

  private final AtomicInteger size = new AtomicInteger(SMALLEST);

  int size() {
    return size.get();
  }

  /** Learns from a round. */
  void took(int entries, Duration time) {
    if (time.compareTo(SLOW) > 0) {
      size.updateAndGet(now -> Math.max(SMALLEST, now / 2));
    } else if (time.compareTo(QUICK) < 0) {
      size.updateAndGet(now -> entries < now ? now : Math.min(LARGEST, now * 2));
    }
  }
}
