package dk.sentinel.api.fairness;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.problem.ProblemException;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
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
 *
 * <p>A practice system is told of a refusal, its own limit's or a clinic's, a moment later, when it
 * holds no place any more: a program that does not heed {@code Retry-After} and sends again at once
 * would otherwise spend with refusals what its limit saves the others.
 */
final class CallerLimits implements WebFilter, Ordered {
  /** After Spring Security's filters (-100), before our own doors (0 and later). */
  private static final int ORDER = -10;

  private final Limits people;
  private final Limits systems;
  private final Duration pause;

  CallerLimits(Limits people, Limits systems, Duration pause) {
    this.people = people;
    this.systems = systems;
    this.pause = pause;
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
          systems
              .under(system.id(), response, () -> chain.filter(exchange))
              .onErrorResume(CallerLimits::isTooMuch, this::later);
      case Caller.PrivatePerson nobody -> chain.filter(exchange);
    };
  }

  private static boolean isTooMuch(Throwable error) {
    return error instanceof ProblemException refused
        && refused.problem().status() == HttpStatus.TOO_MANY_REQUESTS;
  }

  private Mono<Void> later(Throwable refusal) {
    return Mono.delay(pause).then(Mono.error(refusal));
  }
}
