package dk.sentinel.compliance.tenancy;

import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

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

  /** Sends what the publisher sends when it is subscribed to, unless the transaction has ended. */
  <T> Flux<T> unlessEnded(Publisher<T> sent) {
    return new Flux<>() {
      @Override
      public void subscribe(CoreSubscriber<? super T> subscriber) {
        if (!passes(sent, subscriber)) {
          Operators.error(subscriber, new IllegalStateException("the transaction has ended"));
        }
      }
    };
  }

  private synchronized <T> boolean passes(Publisher<T> sent, CoreSubscriber<? super T> subscriber) {
    if (!ended) {
      sent.subscribe(subscriber);
    }
    return !ended;
  }
}
