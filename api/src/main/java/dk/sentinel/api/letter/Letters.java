package dk.sentinel.api.letter;

import dk.sentinel.compliance.agreement.Asks;
import dk.sentinel.compliance.agreement.Objections;
import dk.sentinel.compliance.agreement.Standpoint;
import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Writes and sends letters. Write, begin, hand over, note: steps of which each may be the last. A
 * letter is written once for each occasion, whoever thinks of it; whoever begins it has some
 * minutes; what was cut off is begun again by whoever comes next. So a letter goes out once, unless
 * a process dies after the server took it and before that was noted: then it goes once more under
 * the same Message-ID, because a reminder that nobody got is worse than one that came twice. Any
 * number of instances may do it at once.
 */
final class Letters {
  /** Longer than handing over can take. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final Objections objections;
  private final AuditLog audit;
  private final LetterPost post;
  private final Scheduler blocking;
  private final Clock clock;
  private final LetterStore store = new LetterStore();

  Letters(
      TenantDirectory directory,
      TenantTransactions transactions,
      Objections objections,
      AuditLog audit,
      LetterPost post,
      Scheduler blocking,
      Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.objections = objections;
    this.audit = audit;
    this.post = post;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Looks once at every clinic and sends it at most one letter; tells how many were settled. */
  Mono<Integer> round() {
    return directory
        .allClinics()
        .collectList()
        .flatMapIterable(clinics -> clinics)
        .concatMap(clinic -> attend(clinic.id()))
        .filter(settled -> settled)
        .count()
        .map(Math::toIntExact);
  }

  private static ActContext act(TenantId clinic) {
    return new ActContext(clinic, Actor.system(Actor.Component.LETTERS), UUID.randomUUID());
  }

  private Mono<Boolean> attend(TenantId clinic) {
    ActContext act = act(clinic);
    return transactions.inTransaction(act, this::begun).flatMap(work -> done(act, work));
  }

  private Mono<Boolean> done(ActContext act, Work work) {
    Letter letter = work.letter();
    return letter == null
        ? settled(act, work, work.unsent())
        : Mono.fromCallable(() -> post.hand(letter))
            .subscribeOn(blocking)
            .flatMap(outcome -> noted(act, work, outcome));
  }

  /**
   * What is to be done with a letter that was begun.
   *
   * @param letter null when there is nothing to send
   * @param unsent why not; null when the clinic has done what it was to be reminded of
   */
  record Work(LetterStore.Begun begun, @Nullable Letter letter, @Nullable Unsent unsent) {}

  /** Writes what is due and begins a letter that waits; empty when none does. */
  Mono<Work> begun(TenantTransaction transaction) {
    Instant now = clock.instant();
    return objections
        .standpoint(transaction)
        .flatMap(standpoint ->
            write(transaction, standpoint, now)
                .then(Mono.defer(() -> store.begin(transaction, LEASE)))
                .flatMap(begun -> work(transaction, begun, standpoint, now)));
  }

  private Mono<Void> write(TenantTransaction transaction, Standpoint standpoint, Instant now) {
    Optional<Asks> asks = standpoint.asked();
    Optional<Instant> by = standpoint.by();
    if (asks.isEmpty() || by.isEmpty()) {
      return Mono.empty();
    }
    int version = standpoint.newer().getFirst().number();
    return Mono.justOrEmpty(Occasion.due(asks.get(), by.get(), now))
        .filterWhen(occasion -> store.runs(transaction))
        .filterWhen(occasion -> store.address(transaction).hasElement())
        .flatMap(occasion -> store.write(transaction, version, occasion, Occasion.day(by.get())))
        .then();
  }

  private Mono<Work> work(
      TenantTransaction transaction, LetterStore.Begun begun, Standpoint standpoint, Instant now) {
    boolean never = standpoint.signed() == null;
    @Nullable Asks asks = never ? Asks.SIGNATURE : standpoint.asked().orElse(null);
    @Nullable Instant by = never ? null : standpoint.by().orElse(null);
    if (asks == null || (begun.occasion() != Occasion.OPERATOR && by == null)) {
      return Mono.just(new Work(begun, null, null));
    }
    if (begun.occasion() != Occasion.OPERATOR && by != null && !now.isBefore(by)) {
      return Mono.just(
          new Work(begun, null, begun.tries() > 1 ? Unsent.SERVER_AWAY : Unsent.TOO_LATE));
    }
    return store
        .runs(transaction)
        .flatMap(runs ->
            runs ? letter(transaction, begun, asks, by) : Mono.just(new Work(begun, null, null)));
  }

  private Mono<Work> letter(
      TenantTransaction transaction, LetterStore.Begun begun, Asks asks, @Nullable Instant by) {
    return store
        .address(transaction)
        .zipWith(store.clinicName(transaction))
        .map(both ->
            new Work(
                begun,
                new Letter(
                    begun.id(),
                    transaction.tenant().value(),
                    both.getT2(),
                    both.getT1().address(),
                    both.getT1().language(),
                    asks,
                    by),
                null))
        .defaultIfEmpty(new Work(begun, null, Unsent.NO_ADDRESS));
  }

  private Mono<Boolean> noted(ActContext act, Work work, LetterPost.Outcome outcome) {
    return switch (outcome) {
      case TAKEN ->
          settled(
              act,
              work,
              "sent",
              null,
              new LetterAct.Sent(
                  work.begun().id(), work.begun().version(), work.begun().occasion()));
      case REFUSED -> settled(act, work, Unsent.ADDRESS_REFUSED);
      case UNCLEAR ->
          transactions.inTransaction(
              act, transaction -> store.postpone(transaction, work.begun().id()).thenReturn(false));
    };
  }

  private Mono<Boolean> settled(ActContext act, Work work, @Nullable Unsent why) {
    LetterStore.Begun begun = work.begun();
    return why == null
        ? transactions.inTransaction(
            act, transaction -> store.settle(transaction, begun.id(), "void", null))
        : settled(
            act,
            work,
            "failed",
            why,
            new LetterAct.NotSent(begun.id(), begun.version(), begun.occasion(), why));
  }

  private Mono<Boolean> settled(
      ActContext act, Work work, String state, @Nullable Unsent why, AuditAct record) {
    return transactions.inTransaction(
        act,
        transaction ->
            store
                .settle(transaction, work.begun().id(), state, why)
                .flatMap(first ->
                    first ? audit.append(transaction, record).thenReturn(true) : Mono.just(false)));
  }
}
