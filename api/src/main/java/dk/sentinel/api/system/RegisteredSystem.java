package dk.sentinel.api.system;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The only way in for practice systems: asks with every request whether the system is registered
 * and not suspended, whatever its token says. Who is turned away is recorded first.
 */
@Component
@Order(0)
public final class RegisteredSystem implements WebFilter {
  private static final String ATTRIBUTE = RegisteredSystem.class.getName();

  private static final Problem NOT_REGISTERED =
      Problem.of(
          "practice-system-not-registered",
          HttpStatus.FORBIDDEN,
          "Practice system not registered",
          "Sentinel's operator has not registered this practice system. Ask the operator to.");

  private static final Problem SUSPENDED =
      Problem.of(
          "practice-system-suspended",
          HttpStatus.FORBIDDEN,
          "Practice system suspended",
          "Sentinel's operator has suspended this practice system. Nothing is taken in until the"
              + " operator lets it go on.");

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;

  RegisteredSystem(TenantDirectory directory, TenantTransactions transactions, AuditLog audit) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** The practice system that sent the request, as it is registered. */
  public static TenantDirectory.PracticeSystem of(ServerWebExchange exchange) {
    return Objects.requireNonNull(exchange.getAttribute(ATTRIBUTE));
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return ReactiveSecurityContextHolder.getContext()
        .mapNotNull(SecurityContext::getAuthentication)
        .mapNotNull(in -> in.getPrincipal() instanceof Caller.PracticeSystem system ? system : null)
        .flatMap(system -> admit(exchange, system))
        .then(Mono.defer(() -> chain.filter(exchange)));
  }

  private Mono<Void> admit(ServerWebExchange exchange, Caller.PracticeSystem system) {
    return directory
        .practiceSystem(system.id())
        .switchIfEmpty(
            Mono.defer(() -> turnAway(exchange, system, "not-registered", NOT_REGISTERED)))
        .flatMap(known ->
            known.suspended()
                ? turnAway(exchange, system, "suspended", SUSPENDED)
                : Mono.just(known))
        .doOnNext(known -> exchange.getAttributes().put(ATTRIBUTE, known))
        .then();
  }

  private Mono<TenantDirectory.PracticeSystem> turnAway(
      ServerWebExchange exchange, Caller.PracticeSystem system, String reason, Problem problem) {
    return transactions
        .inTransaction(
            RequestOrigin.act(exchange, TenantId.PLATFORM, system.actor()),
            transaction -> audit.append(transaction, new SystemAct.TurnedAway(system.id(), reason)))
        .then(Mono.error(problem.asException()));
  }
}
