package dk.sentinel.compliance.audit;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Time-ordered ids (UUID version 7, RFC 9562 section 5.7): milliseconds, a counter, 62 random bits.
 * Ids of one instance only grow, so that entries of the same moment keep their order.
 */
final class EntryIds implements Supplier<UUID> {
  private static final int COUNTER_BITS = 12;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong last = new AtomicLong();

  EntryIds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public UUID get() {
    long now = clock.millis() << COUNTER_BITS;
    long next = last.updateAndGet(before -> Math.max(before + 1, now));
    long high = ((next >>> COUNTER_BITS) << 16) | 0x7000L | (next & 0x0fffL);
    // at once: nextLong asks the system's source of random bits twice
    byte[] bits = new byte[Long.BYTES];
    random.nextBytes(bits);
    long low = (ByteBuffer.wrap(bits).getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
