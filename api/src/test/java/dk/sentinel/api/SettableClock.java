package dk.sentinel.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's time plus what a test says. */
public final class SettableClock extends Clock {
  private volatile Duration offset = Duration.ZERO;

  /** Moves the clock this far from the machine's time. */
  public void set(Duration newOffset) {
    offset = newOffset;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a settable clock tells UTC");
  }
}
