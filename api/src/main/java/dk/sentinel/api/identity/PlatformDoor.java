package dk.sentinel.api.identity;

import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The only way to handlers marked {@link ForPlatform}: a refusal is recorded, then answered. */
@Component
@Order(1)
final class PlatformDoor implements WebFilter {
  private final RequestMappingHandlerMapping handlers;
  private final TenantTransactions transactions;
  private final AuditLog audit;

  PlatformDoor(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers,
      TenantTransactions transactions,
      AuditLog audit) {
    this.handlers = handlers;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return handlers
        .getHandler(exchange)
        .flatMap(handler -> Mono.justOrEmpty(marked(handler)))
        .flatMap(access -> admit(exchange, access))
        .then(Mono.defer(() -> chain.filter(exchange)));
  }

  private static Optional<ForPlatform> marked(Object handler) {
    return handler instanceof HandlerMethod method
        ? Optional.ofNullable(method.getMethodAnnotation(ForPlatform.class))
        : Optional.empty();
  }

  private Mono<Void> admit(ServerWebExchange exchange, ForPlatform access) {
    return ReactiveSecurityContextHolder.getContext()
        .mapNotNull(SecurityContext::getAuthentication)
        .mapNotNull(in -> in.getPrincipal() instanceof Caller.Person person ? person : null)
        .switchIfEmpty(Mono.error(Problem.FORBIDDEN.asException()))
        .filter(person -> Arrays.stream(access.value()).noneMatch(person.platformRoles()::contains))
        .flatMap(person -> refuse(exchange, person));
  }

  private Mono<Void> refuse(ServerWebExchange exchange, Caller.Person person) {
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("none"));
    return transactions
        .inTransaction(
            act,
            transaction ->
                audit.append(transaction, new RefusedAccess(null, RefusedAccess.NO_PLATFORM_ROLE)))
        .then(Mono.error(Problem.FORBIDDEN.asException()));
  }
}
