package dk.sentinel.api.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.fairness.Limiter.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LimiterTest {
  private static final int PLACES = 50;

  private long now = Long.MAX_VALUE - 1_000_000;

  private Limiter limiter(int requests, int atOnce) {
    return new Limiter(
        new Limit("test", requests, Duration.ofSeconds(10), atOnce), () -> now, PLACES);
  }

  private static boolean passes(Limiter limiter, String caller) {
    if (limiter.admit(caller) instanceof Verdict.Admitted admitted) {
      limiter.release(admitted);
      return true;
    }
    return false;
  }

  @Test
  void a_burst_of_the_whole_quota_passes_and_the_next_one_waits_its_turn() {
    Limiter limiter = limiter(10, 1);
    for (int left = 9; left >= 0; left--) {
      Verdict.Admitted admitted = (Verdict.Admitted) limiter.admit("a");
      assertThat(admitted.remaining()).isEqualTo(left);
      limiter.release(admitted);
    }
    assertThat(limiter.admit("a")).isEqualTo(new Verdict.Refused("test", Duration.ofSeconds(1)));
    now += Duration.ofMillis(999).toNanos();
    assertThat(passes(limiter, "a")).isFalse();
    now += Duration.ofMillis(1).toNanos();
    assertThat(passes(limiter, "a")).isTrue();
    assertThat(passes(limiter, "a")).isFalse();
  }

  @Test
  void asking_in_vain_costs_nothing() {
    Limiter limiter = limiter(2, 5);
    passes(limiter, "a");
    passes(limiter, "a");
    for (int i = 0; i < 1_000; i++) {
      assertThat(passes(limiter, "a")).isFalse();
    }
    now += Duration.ofSeconds(5).toNanos();
    assertThat(passes(limiter, "a")).isTrue();
  }

  @Test
  void one_caller_takes_nothing_from_another() {
    Limiter limiter = limiter(1, 1);
    assertThat(passes(limiter, "a")).isTrue();
    assertThat(passes(limiter, "a")).isFalse();
    assertThat(passes(limiter, "b")).isTrue();
  }

  @Test
  void so_many_at_once_and_one_more_when_one_is_done() {
    Limiter limiter = limiter(100, 2);
    Verdict.Admitted first = (Verdict.Admitted) limiter.admit("a");
    limiter.admit("a");
    assertThat(limiter.admit("a"))
        .isEqualTo(new Verdict.Refused("test-at-once", Duration.ofSeconds(1)));
    limiter.release(first);
    assertThat(limiter.admit("a")).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void who_is_idle_is_forgotten_when_the_place_is_needed() {
    Limiter limiter = limiter(10, 1);
    for (int i = 0; i < 100_000; i++) {
      assertThat(passes(limiter, "caller " + i)).isTrue();
      now += Duration.ofSeconds(1).toNanos();
    }
    assertThat(limiter.known()).isLessThanOrEqualTo(PLACES);
  }

  @Test
  void more_callers_than_places_share_one() {
    Limiter limiter = limiter(10, 1);
    for (int i = 0; i < PLACES; i++) {
      passes(limiter, "caller " + i);
    }
    int passed = 0;
    for (int i = 0; i < 10_000; i++) {
      passed += passes(limiter, "stranger " + i) ? 1 : 0;
    }
    assertThat(passed).isEqualTo(10);
    assertThat(passes(limiter, "caller 7")).isTrue();
    assertThat(limiter.known()).isEqualTo(PLACES + 1);
  }

  @Test
  void many_threads_never_pass_more_than_the_quota_or_at_once() throws Exception {
    Limiter limiter = limiter(5_000, 3);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger passed = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < 20_000; i++) {
                if (limiter.admit("a") instanceof Verdict.Admitted admitted) {
                  assertThat(underWay.incrementAndGet()).isLessThanOrEqualTo(3);
                  passed.incrementAndGet();
                  underWay.decrementAndGet();
                  limiter.release(admitted);
                }
              }
            }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    }
    assertThat(passed).hasValue(5_000);
  }
}
