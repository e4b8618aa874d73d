package dk.sentinel.api.fairness;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Counts for one {@link Limit} what each caller asks: a leaky bucket for the speed, and what is
 * under way. Safe for any thread, never waits.
 *
 * <p>The memory is bounded: a caller who has nothing under way and the whole quota back is as good
 * as unknown and can be forgotten. When there are more callers than places all the same, the others
 * share one place.
 */
final class Limiter {
  private static final String OTHERS = "";

  private final Limit limit;
  private final LongSupplier nanoTime;
  private final int places;
  private final ConcurrentHashMap<String, State> callers = new ConcurrentHashMap<>();

  /**
   * Counts from now on.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @param places how many callers are told apart
   */
  Limiter(Limit limit, LongSupplier nanoTime, int places) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.places = places;
  }

  /**
   * What is known of a caller.
   *
   * @param fullAt when the whole quota is back
   * @param underWay how many requests
   */
  private record State(long fullAt, int underWay) {
    boolean isIdle(long now) {
      return underWay == 0 && fullAt - now <= 0;
    }
  }

  /** Whether a request may go on. */
  sealed interface Verdict {
    /**
     * It may; {@link #release} must follow, once.
     *
     * @param key under which it was counted
     * @param remaining how many more may follow at once
     * @param fullIn until the whole quota is back
     */
    record Admitted(String key, int remaining, Duration fullIn) implements Verdict {}

    /**
     * It may not.
     *
     * @param policy which one it would break
     * @param retryIn when it might
     */
    record Refused(String policy, Duration retryIn) implements Verdict {}
  }

  /** Counts a request of a caller, if it may go on. */
  Verdict admit(String caller) {
    String key = place(caller);
    long now = nanoTime.getAsLong();
    Verdict[] verdict = new Verdict[1];
    callers.compute(
        key,
        (same, known) -> {
          State state = known == null || known.isIdle(now) ? new State(now, 0) : known;
          State next = next(state, now);
          verdict[0] = judge(key, next, now);
          return verdict[0] instanceof Verdict.Admitted ? next : state;
        });
    return verdict[0];
  }

  private State next(State state, long now) {
    long from = state.fullAt - now > 0 ? state.fullAt : now;
    return new State(from + limit.interval(), state.underWay + 1);
  }

  private Verdict judge(String key, State next, long now) {
    if (next.underWay > limit.atOnce()) {
      return new Verdict.Refused(limit.atOncePolicy(), Duration.ofSeconds(1));
    }
    long over = next.fullAt - now - limit.interval() * limit.requests();
    if (over > 0) {
      return new Verdict.Refused(limit.policy(), Duration.ofNanos(over));
    }
    return new Verdict.Admitted(
        key, (int) (-over / limit.interval()), Duration.ofNanos(next.fullAt - now));
  }

  /** A request that was admitted is done, in whatever way. */
  void release(Verdict.Admitted admitted) {
    callers.computeIfPresent(
        admitted.key(), (key, state) -> new State(state.fullAt, state.underWay - 1));
  }

  private String place(String caller) {
    if (callers.size() < places || callers.containsKey(caller)) {
      return caller;
    }
    long now = nanoTime.getAsLong();
    callers.values().removeIf(state -> state.isIdle(now));
    return callers.size() < places ? caller : OTHERS;
  }

  /** How many callers are known at the moment. */
  int known() {
    return callers.size();
  }

  Limit limit() {
    return limit;
  }
}
