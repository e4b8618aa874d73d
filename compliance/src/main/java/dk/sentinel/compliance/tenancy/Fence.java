package dk.sentinel.compliance.tenancy;

import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Lets through what a transaction sends, until the transaction ends. Sending and ending exclude
 * each other: the driver puts a message in line when its answer is subscribed to, so whatever
 * passed stands before the commit or the rollback on the wire.
 */
final class Fence {
  private boolean ended;

  /** From now on nothing passes. */
  synchronized void end() {
    ended = true;
  }

  /**
   * Sends what the publisher sends when it is subscribed to, unless the transaction has ended: then
   * it is an error for whoever still waits for it. Whoever gave up hears nothing, and nobody else
   * does either: a reader who goes away is not an error in the log.
   */
  <T> Flux<T> unlessEnded(Publisher<T> sent) {
    return new Flux<>() {
      @Override
      public void subscribe(CoreSubscriber<? super T> subscriber) {
        if (!passes(sent, subscriber)) {
          refuse(subscriber);
        }
      }
    };
  }

  private synchronized <T> boolean passes(Publisher<T> sent, CoreSubscriber<? super T> subscriber) {
    if (ended) {
      return false;
    }
    sent.subscribe(subscriber); // its answer may end the transaction, here and now
    return true;
  }

  private static <T> void refuse(CoreSubscriber<? super T> subscriber) {
    Flux.<T>error(new IllegalStateException("the transaction has ended"), true)
        .subscribe(subscriber);
  }
}
