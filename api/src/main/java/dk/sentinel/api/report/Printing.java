package dk.sentinel.api.report;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads that documents are made on: few, so that printing cannot take the machine, with a
 * queue that ends, so that it cannot take the memory. A full queue answers 503.
 */
@Component
public final class Printing implements DisposableBean {
  private static final int THREADS = 2;
  private static final int QUEUE = 100;

  private final Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, QUEUE, "printing");

  /** Makes a document away from the event loop. */
  public Mono<byte[]> print(Callable<byte[]> document) {
    return make(document);
  }

  /** Does other work that computes for long away from the event loop. */
  public <T> Mono<T> make(Callable<T> work) {
    return Mono.fromCallable(work).subscribeOn(scheduler);
  }

  /** Does work that makes the first document faster, such as compiling its template. */
  public void prepare(Runnable work) {
    scheduler.schedule(work);
  }

  @Override
  public void destroy() {
    scheduler.dispose();
  }
}
