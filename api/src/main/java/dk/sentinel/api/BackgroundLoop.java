package dk.sentinel.api;

import dk.sentinel.api.problem.WordlessTrace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Repeats a piece of work as long as the application runs: at once while there is more to do, after
 * a pause when there is not, after a growing pause while it fails. The first failure and the
 * recovery are logged. This is the one place that subscribes to something itself: nobody waits for
 * the answer.
 */
public final class BackgroundLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final Mono<Integer> round;
  private final Duration pause;
  private final Duration patience;
  private volatile @Nullable Disposable running;
  private int failures;

  /**
   * A loop that is not started yet.
   *
   * @param name for the log
   * @param round one piece of work; tells how much was done
   * @param pause until the next round when nothing was
   * @param patience after which a round is given up
   */
  public BackgroundLoop(String name, Mono<Integer> round, Duration pause, Duration patience) {
    this.name = name;
    this.round = round;
    this.pause = pause;
    this.patience = patience;
  }

  @Override
  public void start() {
    running =
        Mono.defer(() -> round.timeout(patience))
            .map(this::succeeded)
            .onErrorResume(error -> Mono.just(failed(error)))
            .flatMap(Mono::delay)
            .repeat()
            .subscribe();
  }

  private Duration succeeded(int done) {
    if (failures > 0) {
      LOG.info("{} works again after {} failures", name, failures);
      failures = 0;
    }
    return done > 0 ? Duration.ZERO : pause;
  }

  private Duration failed(Throwable error) {
    if (failures++ == 0) {
      LOG.warn("{} fails and will try again: {}", name, new WordlessTrace(error));
    }
    Duration longer = pause.multipliedBy(Math.min(failures, 16));
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  @Override
  public void stop() {
    Disposable loop = running;
    if (loop != null) {
      loop.dispose();
    }
    running = null;
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }
}
