package dk.sentinel.api.fairness;

import dk.sentinel.api.identity.Caller;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Limits each signed-in caller right after the token was checked: before a body is read, a clinic
 * looked up or a refusal recorded.
 */
final class CallerLimits implements WebFilter, Ordered {
  /** After Spring Security's filters (-100), before our own doors (0 and later). */
  private static final int ORDER = -10;

  private final Limits people;
  private final Limits systems;

  CallerLimits(Limits people, Limits systems) {
    this.people = people;
    this.systems = systems;
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return ReactiveSecurityContextHolder.getContext()
        .mapNotNull(SecurityContext::getAuthentication)
        .mapNotNull(in -> in.getPrincipal() instanceof Caller caller ? caller : null)
        .map(caller -> limited(caller, exchange, chain))
        .defaultIfEmpty(chain.filter(exchange))
        .flatMap(next -> next);
  }

  private Mono<Void> limited(Caller caller, ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpResponse response = exchange.getResponse();
    return switch (caller) {
      case Caller.Person person ->
          people.under(person.id(), response, () -> chain.filter(exchange));
      case Caller.PracticeSystem system ->
          systems.under(system.id(), response, () -> chain.filter(exchange));
      case Caller.PrivatePerson nobody -> chain.filter(exchange);
    };
  }
}
