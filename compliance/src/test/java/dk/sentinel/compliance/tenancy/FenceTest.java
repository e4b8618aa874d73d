package dk.sentinel.compliance.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** What passes the fence is answered once, whatever its answer sets off. */
final class FenceTest {
  private final Fence fence = new Fence();
  private final List<String> heard = new ArrayList<>();

  @Test
  void an_answer_that_ends_the_transaction_is_the_only_answer() {
    fence
        .unlessEnded(Flux.error(new IllegalArgumentException("the server is gone")))
        .subscribe(
            new CoreSubscriber<Object>() {
              @Override
              public void onSubscribe(Subscription subscription) {
                heard.add("subscribed");
                subscription.request(1);
              }

              @Override
              public void onNext(Object value) {
                heard.add("value");
              }

              @Override
              public void onError(Throwable error) {
                heard.add(error.getMessage());
                fence.end();
              }

              @Override
              public void onComplete() {
                heard.add("complete");
              }
            });
    assertThat(heard).containsExactly("subscribed", "the server is gone");
  }

  @Test
  void whoever_waits_for_what_is_not_sent_hears_of_it() {
    fence.end();
    assertThatThrownBy(() -> sent().block())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
    assertThat(heard).isEmpty();
  }

  @Test
  void whoever_gave_up_does_not_and_neither_does_the_log() {
    List<Throwable> dropped = new ArrayList<>();
    Hooks.onErrorDropped(dropped::add);
    try {
      fence.end();
      sent().subscribe(given -> {}, error -> heard.add("an error"), () -> {}, Subscription::cancel);
    } finally {
      Hooks.resetOnErrorDropped();
    }
    assertThat(heard).isEmpty();
    assertThat(dropped).isEmpty();
  }

  private Mono<String> sent() {
    return fence.unlessEnded(Mono.fromCallable(() -> "sent").doOnNext(heard::add)).next();
  }
}
