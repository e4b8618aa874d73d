package dk.sentinel.api.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

final class UntilOneFailsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Queue<Integer> begun = new ConcurrentLinkedQueue<>();

  @Test
  void it_does_all_when_none_fails() {
    assertThat(
            UntilOneFails.forEach(Flux.range(0, 100), 3, this::done).collectList().block(PATIENCE))
        .hasSize(100)
        .containsAll(begun);
  }

  /** As when a service goes away that all of them need. */
  @Test
  void after_one_failed_none_is_begun_and_no_error_is_dropped() {
    CountDownLatch underWay = new CountDownLatch(3);
    Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
    Hooks.onErrorDropped(dropped::add);
    try {
      assertThatThrownBy(() ->
              UntilOneFails.forEach(Flux.range(0, 100), 3, thing -> away(thing, underWay))
                  .blockLast(PATIENCE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("away for ");
    } finally {
      Hooks.resetOnErrorDropped();
    }
    assertThat(begun).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(dropped).isEmpty();
  }

  @Test
  void what_was_done_beside_the_failure_is_given() {
    Queue<Integer> given = new ConcurrentLinkedQueue<>();
    assertThatThrownBy(() ->
            UntilOneFails.forEach(
                    Flux.range(0, 2),
                    2,
                    thing ->
                        thing == 1
                            ? Mono.error(new IllegalStateException("away"))
                            : done(thing).delayElement(Duration.ofMillis(50)))
                .doOnNext(given::add)
                .blockLast(PATIENCE))
        .hasMessage("away");
    assertThat(given).containsExactly(0);
  }

  private Mono<Integer> done(int thing) {
    return Mono.fromCallable(() -> {
      begun.add(thing);
      return thing;
    });
  }

  /** Fails when three are under way, all three at the same moment. */
  private Mono<Integer> away(int thing, CountDownLatch underWay) {
    return Mono.<Integer>fromCallable(
            () -> {
              begun.add(thing);
              underWay.countDown();
              underWay.await();
              throw new IllegalStateException("away for " + thing);
            })
        .subscribeOn(Schedulers.boundedElastic());
  }
}
