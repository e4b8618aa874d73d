package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What a clinic says to changes of sub-processors (clause 7.3): it has until they take effect to
 * object, and may take that back at any time. While it objects, nothing new is received for it from
 * the day on which they take effect. Each act is recorded in the same transaction.
 */
public final class Objections {
  private final ObjectionStore store = new ObjectionStore();
  private final VersionStore versions = new VersionStore();
  private final PromiseEventStore promises = new PromiseEventStore();
  private final AgreementStore agreements = new AgreementStore();
  private final AuditLog audit;

  /** Records in this log. */
  public Objections(AuditLog audit) {
    this.audit = audit;
  }

  /** Where the clinic stands; costs no text of any version. */
  public Mono<Standpoint> standpoint(TenantTransaction transaction) {
    return agreements
        .inForce(transaction)
        .flatMap(inForce -> standpoint(transaction, inForce.version()))
        .defaultIfEmpty(new Standpoint(null, List.of(), List.of()));
  }

  private Mono<Standpoint> standpoint(TenantTransaction transaction, int signed) {
    return versions
        .newerThan(transaction, signed)
        .collectList()
        .flatMap(newer ->
            store
                .standing(transaction)
                .filter(version -> version > signed)
                .collectList()
                .map(objected -> new Standpoint(signed, newer, objected)));
  }

  /**
   * Objects to the newest change of sub-processors that has not taken effect; empty when there is
   * none. Twice is once.
   */
  public Mono<Integer> raise(TenantTransaction transaction, String personName, Instant now) {
    return promises
        .oneAtATime(transaction)
        .then(Mono.defer(() -> standpoint(transaction)))
        .flatMap(standpoint ->
            Mono.justOrEmpty(standpoint.notice(now))
                .flatMap(version ->
                    standpoint.objected().contains(version)
                        ? Mono.just(version)
                        : change(transaction, version, true, personName, now)));
  }

  /** Takes back every objection; empty when there is none. */
  public Mono<Integer> withdraw(TenantTransaction transaction, String personName, Instant now) {
    return promises
        .oneAtATime(transaction)
        .thenMany(store.standing(transaction).collectList().flatMapIterable(each -> each))
        .concatMap(version -> change(transaction, version, false, personName, now))
        .takeLast(1)
        .next();
  }

  private Mono<Integer> change(
      TenantTransaction transaction, int version, boolean raised, String personName, Instant now) {
    return store
        .keep(transaction, version, raised ? "raised" : "withdrawn", personName, now)
        .then(
            Mono.defer(() -> audit.append(transaction, new AgreementAct.Objected(raised, version))))
        .thenReturn(version);
  }
}
