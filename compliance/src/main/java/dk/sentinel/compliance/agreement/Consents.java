package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The practice consent of the clinic that a transaction is bound to: signed like the agreement, and
 * withdrawn without, as often as the owner wants, every time as a new event. Each act is recorded
 * in the same transaction.
 */
public final class Consents {
  private final PromiseEventStore store = new PromiseEventStore();
  private final Agreements agreements;
  private final AuditLog audit;

  /** Records in this log. */
  public Consents(AuditLog audit) {
    this.audit = audit;
    this.agreements = new Agreements(audit);
  }

  /**
   * A consent that holds.
   *
   * @param at since when, business time
   * @param by name of who gave it
   * @param jointlyWith name of who signed first where two sign jointly; null when one was enough
   * @param version of the text
   * @param document hash of what was signed
   */
  public record Given(
      Instant at, String by, @Nullable String jointlyWith, int version, Sha256 document) {}

  /** The consent that holds; empty when none was given or it was withdrawn. */
  public Mono<Given> current(TenantTransaction transaction) {
    return store.consent(transaction);
  }

  /**
   * Gives the consent, or the first of two signatures that it takes, when every {@link SigningRule}
   * holds: signature, consent and audit entry commit together. While one holds, no second is given,
   * however many sign at once. The outcome is recorded, a refusal too.
   */
  public Mono<SigningOutcome> give(TenantTransaction transaction, SigningAttempt attempt) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.consent(transaction).hasElement()))
        .flatMap(holds ->
            holds && SigningRule.firstBroken(attempt).isEmpty()
                ? agreements.holdsAlready(transaction, attempt)
                : agreements.sign(transaction, attempt))
        .flatMap(outcome ->
            outcome instanceof SigningOutcome.Signed signed && signed.completes()
                ? given(transaction, attempt, signed)
                : Mono.just(outcome));
  }

  private Mono<SigningOutcome> given(
      TenantTransaction transaction, SigningAttempt attempt, SigningOutcome.Signed signed) {
    return store
        .consentGiven(
            transaction,
            signed.signatureId(),
            attempt.intent().document(),
            new PromiseEventStore.Word(attempt.signIn().name(), signed.at()))
        .thenReturn(signed);
  }

  /**
   * Withdraws the consent; true when it held before. Needs no signature and is in force at once.
   */
  public Mono<Boolean> withdraw(TenantTransaction transaction, String personName, Instant now) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.consent(transaction)))
        .flatMap(held ->
            store
                .consentWithdrawn(transaction, held, new PromiseEventStore.Word(personName, now))
                .then(
                    Mono.defer(() ->
                        audit.append(
                            transaction,
                            new AgreementAct.ConsentWithdrawn(held.version(), held.document()))))
                .thenReturn(true))
        .defaultIfEmpty(false);
  }

  /** Records that the owner wanted to consent although a gate before it is closed. */
  public Mono<Void> refused(TenantTransaction transaction, String gate) {
    return audit.append(transaction, new AgreementAct.ConsentRefused(gate)).then();
  }
}
