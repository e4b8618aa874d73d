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
    return Mono.fromCallable(document).subscribeOn(scheduler);
  }

  @Override
  public void destroy() {
    scheduler.dispose();
  }
}
