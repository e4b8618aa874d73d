package dk.sentinel.api.fairness;

import java.time.Duration;

/**
 * How much one caller may ask.
 *
 * @param policy its name in headers, problems and metrics
 * @param requests how many in a window; all of them at once, or evenly as they come back
 * @param window in which so many come back
 * @param atOnce how many may be under way together
 */
record Limit(String policy, int requests, Duration window, int atOnce) {
  Limit {
    if (requests < 1 || atOnce < 1 || window.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "sentinel.limits." + policy + ": requests, at-once and seconds of window from 1");
    }
  }

  /** How long one request takes to come back, in nanoseconds. */
  long interval() {
    return Math.max(1, window.toNanos() / requests);
  }

  /** The name of the second policy, of what is under way together. */
  String atOncePolicy() {
    return policy + "-at-once";
  }
}
