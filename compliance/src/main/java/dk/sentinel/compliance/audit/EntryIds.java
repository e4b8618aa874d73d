package dk.sentinel.compliance.audit;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** Time-ordered ids (UUID version 7, RFC 9562 section 5.7): milliseconds, then 74 random bits. */
final class EntryIds implements Supplier<UUID> {
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  EntryIds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public UUID get() {
    long high = (clock.millis() << 16) | 0x7000L | (random.nextInt() & 0x0fffL);
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
