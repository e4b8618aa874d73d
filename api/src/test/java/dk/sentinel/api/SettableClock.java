package dk.sentinel.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's time plus what a test says. */
public final class SettableClock extends Clock {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private volatile Duration offset = Duration.ZERO;

  /** Moves the clock this far from the machine's time. */
  public void set(Duration newOffset) {
    offset = newOffset;
  }

  /** Moves the clock to this time of the day in Denmark so many days ago, summer time or not. */
  public void setDaysAgo(int days) {
    Instant now = Instant.now();
    set(Duration.between(now, now.atZone(DENMARK).minusDays(days).toInstant()));
  }

  /** Moves the clock to the first moment of the day in Denmark so many days from today. */
  public void setStartOfDayAhead(int days) {
    Instant now = Instant.now();
    set(
        Duration.between(
            now, now.atZone(DENMARK).toLocalDate().plusDays(days).atStartOfDay(DENMARK)));
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
