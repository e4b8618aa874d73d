package dk.sentinel.compliance.tenancy;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
 * @param origin where the request came from; null when Sentinel acts by itself
 * @param scope how far the act reaches inside the clinic
 */
public record ActContext(
    TenantId tenant, Actor actor, UUID correlation, @Nullable Origin origin, Scope scope) {

  /** An act that reaches as far as the actor's role does. */
  public ActContext(TenantId tenant, Actor actor, UUID correlation, @Nullable Origin origin) {
    this(tenant, actor, correlation, origin, Scope.WHOLE);
  }

  /** An act that no request asked for. */
  public ActContext(TenantId tenant, Actor actor, UUID correlation) {
    this(tenant, actor, correlation, null);
  }

  /** The same act for another clinic. */
  public ActContext in(TenantId other) {
    return new ActContext(other, actor, correlation, origin, scope);
  }

  /** The same act by another actor, or by the same in another role. */
  public ActContext by(Actor other) {
    return new ActContext(tenant, other, correlation, origin, scope);
  }

  /** The same act, reaching only so far. */
  public ActContext within(Scope narrower) {
    return new ActContext(tenant, actor, correlation, origin, narrower);
  }

  /** Puts this into a Reactor context: {@code mono.contextWrite(context.write())}. */
  public Context write() {
    return Context.of(ActContext.class, this);
  }

  /** What the subscriber's context holds; an error when nobody said who acts for whom. */
  public static Mono<ActContext> current() {
    return Mono.deferContextual(view ->
        has(view) ? Mono.just(view.get(ActContext.class)) : Mono.error(new NoTenantException()));
  }

  /** What a context holds; empty outside every clinic. */
  public static Optional<ActContext> find(ContextView view) {
    return view.getOrEmpty(ActContext.class);
  }

  private static boolean has(ContextView view) {
    return view.hasKey(ActContext.class);
  }
}
