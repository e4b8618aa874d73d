package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * The practice consent of the clinic that a transaction is bound to: given and withdrawn as often
 * as the owner wants, every time as a new event. Each act is recorded in the same transaction.
 */
public final class Consents {
  private final PromiseEventStore store = new PromiseEventStore();
  private final AuditLog audit;

  /** Records in this log. */
  public Consents(AuditLog audit) {
    this.audit = audit;
  }

  /**
   * A consent that holds.
   *
   * @param at since when, business time
   * @param by name of who gave it
   * @param version of the text
   * @param text its hash
   */
  public record Given(Instant at, String by, int version, Sha256 text) {}

  /** The consent that holds; empty when none was given or it was withdrawn. */
  public Mono<Given> current(TenantTransaction transaction) {
    return store.consent(transaction);
  }

  /** Gives the consent; true when it did not hold before. Two clicks give it once. */
  public Mono<Boolean> give(
      TenantTransaction transaction, ConsentText text, String personName, Instant now) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.consent(transaction).hasElement()))
        .flatMap(holds ->
            holds
                ? Mono.just(false)
                : change(transaction, true, text.version(), text.sha256(), personName, now));
  }

  /** Withdraws the consent; true when it held before. */
  public Mono<Boolean> withdraw(TenantTransaction transaction, String personName, Instant now) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> store.consent(transaction)))
        .flatMap(held -> change(transaction, false, held.version(), held.text(), personName, now))
        .defaultIfEmpty(false);
  }

  /** Records that the owner wanted to consent although a gate before it is closed. */
  public Mono<Void> refused(TenantTransaction transaction, String gate) {
    return audit.append(transaction, new AgreementAct.ConsentRefused(gate)).then();
  }

  private Mono<Boolean> change(
      TenantTransaction transaction,
      boolean given,
      int version,
      Sha256 text,
      String personName,
      Instant now) {
    return store
        .consentEvent(transaction, given ? "given" : "withdrawn", version, text, personName, now)
        .then(
            Mono.defer(
                () -> audit.append(transaction, new AgreementAct.Consented(given, version, text))))
        .thenReturn(true);
  }
}
