package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.compliance.tenancy.WaitingWork;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Seals what has been signed. Begin, make, keep: three steps of which each may be the last, because
 * the signature waits until its seal is kept. Whoever begins has a minute for it; then it is taken
 * up by whoever comes next. Any number of instances may do it at once: a signature gets one seal,
 * and the seal and its audit entry commit together.
 */
public final class Sealing {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final int AT_ONCE = 2;

  private final WaitingWork waiting;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final PdfSealer sealer;
  private final TimeStampAuthorities authorities;
  private final Scheduler blocking;
  private final Clock clock;
  private final SealStore store = new SealStore();

  /**
   * Nothing happens until a {@link #round} is subscribed to.
   *
   * @param blocking runs what waits for authorities and computes
   * @param clock the machine's
   */
  public Sealing(
      WaitingWork waiting,
      TenantTransactions transactions,
      AuditLog audit,
      PdfSealer sealer,
      TimeStampAuthorities authorities,
      Scheduler blocking,
      Clock clock) {
    this.waiting = waiting;
    this.transactions = transactions;
    this.audit = audit;
    this.sealer = sealer;
    this.authorities = authorities;
    this.blocking = blocking;
    this.clock = clock;
  }

  /**
   * Seals what waits and is due; tells how many. One that fails holds up no other, is tried again
   * later, and is the round's error when all are done.
   */
  public Mono<Integer> round() {
    return waiting
        .signaturesToSeal()
        .flatMapDelayError(due -> seal(due.clinic(), due.signature()), AT_ONCE, 1)
        .filter(made -> made)
        .count()
        .map(Math::toIntExact);
  }

  private Mono<Boolean> seal(TenantId clinic, UUID signature) {
    ActContext act =
        new ActContext(clinic, Actor.system(Actor.Component.SEALING), UUID.randomUUID());
    return transactions
        .inTransaction(act, transaction -> store.begin(transaction, signature, LEASE))
        .flatMap(work ->
            Mono.fromCallable(() -> made(work))
                .subscribeOn(blocking)
                .flatMap(sealed -> kept(act, work, sealed))
                .onErrorResume(error -> postponed(act, signature, error)));
  }

  private Sealed made(SealingWork work) {
    byte[] evidence = work.evidenceBytes();
    byte[] stamp = authorities.stamp(Bytes.of(evidence).sha256().bytes());
    byte[] pdf = sealer.seal(work.pdf().array(), SealStatement.of(work.confirmed()));
    return new Sealed(
        work.signature(),
        Bytes.of(pdf),
        Bytes.of(evidence),
        Bytes.of(stamp),
        SealCertificates.pem(sealer.certificates()),
        SealCertificates.pem(sealer.anchors()),
        clock.instant());
  }

  private Mono<Boolean> kept(ActContext act, SealingWork work, Sealed sealed) {
    return transactions.inTransaction(
        act,
        transaction ->
            store
                .keep(transaction, sealed)
                .flatMap(first ->
                    first
                        ? audit
                            .append(
                                transaction,
                                new SealAct.Made(
                                    work.signature(),
                                    work.confirmed().kind(),
                                    work.document(),
                                    sealed.pdf().sha256()))
                            .thenReturn(true)
                        : Mono.just(false))
                .delayUntil(first -> store.done(transaction, work.signature())));
  }

  private Mono<Boolean> postponed(ActContext act, UUID signature, Throwable error) {
    return transactions
        .<Boolean>inTransaction(
            act, transaction -> store.postpone(transaction, signature).then(Mono.empty()))
        .then(Mono.error(error));
  }
}
