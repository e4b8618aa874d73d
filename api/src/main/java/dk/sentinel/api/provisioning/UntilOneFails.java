package dk.sentinel.api.provisioning;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The same work for many things, a few at once. When it fails for one, no other is begun, those
 * under way are waited for, and the first error is the whole's: a service that is away is not asked
 * a hundred times, nothing is given up in the middle, and no second error is left for the log
 * alone.
 */
final class UntilOneFails {
  private UntilOneFails() {}

  /**
   * Does the work when it is subscribed to.
   *
   * @param atOnce how many at the same time, at most
   * @param work for one thing; what it gives is given in any order
   */
  static <T, R> Flux<R> forEach(Flux<T> things, int atOnce, Function<T, Mono<R>> work) {
    return Flux.defer(() -> {
      AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
      return things
          .flatMap(
              thing ->
                  first.get() == null
                      ? work.apply(thing)
                          .onErrorResume(error -> {
                            first.compareAndSet(null, error);
                            return Mono.empty();
                          })
                      : Mono.empty(),
              atOnce)
          .concatWith(
              Mono.defer(() -> {
                Throwable error = first.get();
                return error == null ? Mono.empty() : Mono.error(error);
              }));
    });
  }
}
