package dk.sentinel.api.identity;

import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers that take long go on only as long as the person has the role in which they were begun.
 * The door asks once; this asks again before what is handed out next, at most every few seconds.
 */
@Component
public final class Standing {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;

  Standing(
      TenantDirectory directory, TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The parts, as long as the role holds and reaches as far as it did. When it does not, that is
   * recorded and the parts end with an error, so that what came does not look like a whole.
   */
  public <T> Flux<T> whileItLasts(ActContext act, Flux<T> parts) {
    return Flux.defer(() -> {
      AtomicLong asked = new AtomicLong(clock.millis());
      return parts.concatMap(part -> lasts(act, asked).thenReturn(part), 1);
    });
  }

  private Mono<Boolean> lasts(ActContext act, AtomicLong asked) {
    Instant now = clock.instant();
    if (now.toEpochMilli() < asked.get() + EVERY.toMillis()) {
      return Mono.just(true);
    }
    asked.set(now.toEpochMilli());
    Actor actor = act.actor();
    return directory
        .membershipsOf(actor.id(), act.tenant(), now)
        .any(held -> held.role().equals(actor.role()) && held.scope().equals(act.scope()))
        .filter(lasts -> lasts)
        .switchIfEmpty(Mono.defer(() -> ended(act)));
  }

  private Mono<Boolean> ended(ActContext act) {
    RefusedAccess refusal = new RefusedAccess(act.tenant().value(), RefusedAccess.NO_ROLE);
    return transactions
        .inTransaction(act, transaction -> audit.append(transaction, refusal))
        .then(Mono.error(Problem.CLINIC_NOT_FOUND::asException));
  }
}
