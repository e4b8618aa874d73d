package dk.sentinel.api;

import java.time.Clock;
import java.time.Instant;

/**
 * The machine's own time. A sign-in's times (auth_time, exp) are compared with this; everything
 * else uses the business {@link Clock}, which a demo may shift.
 *
 * @param clock the machine's clock
 */
public record WallClock(Clock clock) {
  /** Now. */
  public Instant now() {
    return clock.instant();
  }
}
