package dk.sentinel.compliance.tenancy;

import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who does what for which clinic, as it travels in the Reactor context from the edge to the
 * transaction.
 *
 * @param tenant the clinic concerned
 * @param actor who acts
 * @param correlation the id that portal, API and audit entry share
 */
public record ActContext(TenantId tenant, Actor actor, UUID correlation) {

  /** Puts this into a Reactor context: {@code mono.contextWrite(context.write())}. */
  public Context write() {
    return Context.of(ActContext.class, this);
  }

  /** What the subscriber's context holds; an error when nobody said who acts for whom. */
  public static Mono<ActContext> current() {
    return Mono.deferContextual(view ->
        has(view) ? Mono.just(view.get(ActContext.class)) : Mono.error(new NoTenantException()));
  }

  private static boolean has(ContextView view) {
    return view.hasKey(ActContext.class);
  }
}
