package dk.sentinel.api.ending;

import dk.sentinel.compliance.ending.Deletion;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.compliance.tenancy.WaitingWork;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes each deletion that is due a step further, as Sentinel itself, under the eraser's role. */
@Component
final class Deleting {
  private final WaitingWork waiting;
  private final TenantTransactions transactions;
  private final Deletion deletion;
  private final Clock clock;

  Deleting(
      WaitingWork waiting,
      @Qualifier("eraserTransactions") TenantTransactions transactions,
      Deletion deletion,
      Clock clock) {
    this.waiting = waiting;
    this.transactions = transactions;
    this.deletion = deletion;
    this.clock = clock;
  }

  /** One step for each clinic that has one to do; says how many had. */
  Mono<Integer> round() {
    return Mono.defer(() ->
        waiting
            .deletionsDue(clock.instant())
            .collectList()
            .flatMapIterable(due -> due)
            .concatMap(this::step)
            .filter(done -> done)
            .count()
            .map(Math::toIntExact));
  }

  private Mono<Boolean> step(TenantId clinic) {
    ActContext act =
        new ActContext(clinic, Actor.system(Actor.Component.DELETION), UUID.randomUUID());
    return transactions.inTransaction(act, deletion::step);
  }
}
