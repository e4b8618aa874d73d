package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Terminates the agreement of the clinic that a transaction is bound to, and takes that back. Each
 * wish waits for what is being stored for the clinic and makes what comes later wait: once the
 * transaction has committed nothing more is stored, consented to, signed or enrolled in. Every
 * outcome is recorded in the same transaction. Of several at once one acts and the others find it
 * done.
 */
public final class Terminations {
  private final TerminationStore store = new TerminationStore();
  private final AuditLog audit;
  private final Clock clock;
  private final Duration notice;

  /**
   * Terminations with the period that the agreement names.
   *
   * @param audit records
   * @param clock business time
   * @param notice how long the clinic reads and takes along its data (appendix D.3)
   */
  public Terminations(AuditLog audit, Clock clock, Duration notice) {
    this.audit = audit;
    this.clock = clock;
    this.notice = notice;
  }

  /** The termination as it stands; empty while the agreement runs, or when there is none. */
  public Mono<Termination> current(TenantTransaction transaction) {
    return store.current(transaction);
  }

  /** How long the clinic reads its data after terminating. */
  public Duration notice() {
    return notice;
  }

  /**
   * Terminates the agreement at the moment at which nothing is being stored any more.
   *
   * @param personName of the owner who wants it
   * @param typed what she typed in to confirm: the clinic's CVR number
   */
  public Mono<TerminationOutcome> terminate(
      TenantTransaction transaction, String personName, String typed) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.standing(transaction)))
        .zipWhen(standing -> optional(store.current(transaction)))
        .flatMap(both ->
            both.getT2().isPresent()
                ? Mono.just(new TerminationOutcome.Terminated(both.getT2().get(), false))
                : decide(transaction, both.getT1(), personName, typed));
  }

  private Mono<TerminationOutcome> decide(
      TenantTransaction transaction,
      TerminationStore.Standing standing,
      String personName,
      String typed) {
    if (!standing.signed()) {
      return refused(transaction, "no-agreement", new TerminationOutcome.NoAgreement());
    }
    if (!standing.cvr().equals(typed)) {
      return refused(transaction, "not-confirmed", new TerminationOutcome.NotConfirmed());
    }
    Instant now = clock.instant();
    Instant deleteFrom = now.plus(notice);
    return store
        .add(transaction, "terminated", personName, now, deleteFrom)
        .then(Mono.defer(() -> audit.append(transaction, new EndingAct.Terminated(deleteFrom))))
        .thenReturn(
            new TerminationOutcome.Terminated(
                new Termination(now, personName, deleteFrom, null, null), true));
  }

  private Mono<TerminationOutcome> refused(
      TenantTransaction transaction, String reason, TerminationOutcome outcome) {
    return audit.append(transaction, new EndingAct.TerminationRefused(reason)).thenReturn(outcome);
  }

  /** Whether nothing can be signed because the agreement is terminated; recorded as refused. */
  public Mono<Boolean> refusesSigning(TenantTransaction transaction) {
    return store
        .current(transaction)
        .flatMap(terminated -> audit.append(transaction, new EndingAct.SigningRefused()))
        .hasElement();
  }

  /** Takes the termination back, as long as the deletion is not due. */
  public Mono<TerminationOutcome> takeBack(TenantTransaction transaction, String personName) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> optional(store.current(transaction))))
        .flatMap(current ->
            current.isEmpty()
                ? Mono.just(new TerminationOutcome.Runs(false))
                : takeBack(transaction, personName, current.get()));
  }

  private Mono<TerminationOutcome> takeBack(
      TenantTransaction transaction, String personName, Termination current) {
    Instant now = clock.instant();
    if (current.stage() != Termination.Stage.NOTICE || !now.isBefore(current.deleteFrom())) {
      return audit
          .append(transaction, new EndingAct.TakingBackRefused())
          .thenReturn(new TerminationOutcome.TooLate(current));
    }
    return store
        .add(transaction, "taken-back", personName, now, null)
        .then(Mono.defer(() -> audit.append(transaction, new EndingAct.TakenBack())))
        .thenReturn(new TerminationOutcome.Runs(true));
  }

  private static <T> Mono<Optional<T>> optional(Mono<T> value) {
    return value.map(Optional::of).defaultIfEmpty(Objects.requireNonNull(Optional.empty()));
  }
}
