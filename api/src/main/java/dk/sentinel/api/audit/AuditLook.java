package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.audit.archive.ArchiveUnavailableException;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import dk.sentinel.compliance.audit.archive.AuditSearch;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A look into a clinic's log. It is recorded and committed first; then OpenSearch is asked, and
 * when it does not answer the newest entries are read from PostgreSQL instead.
 */
@Component
final class AuditLook {
  /** How many of the newest entries are looked through without OpenSearch. */
  static final int NEWEST = 1_000;

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final AuditTrail trail;
  private final AuditSearch search;
  private final MemberNameStore members = new MemberNameStore();

  AuditLook(TenantTransactions transactions, AuditLog audit, AuditTrail trail, AuditSearch search) {
    this.transactions = transactions;
    this.audit = audit;
    this.trail = trail;
    this.search = search;
  }

  /**
   * What was found.
   *
   * @param entries newest first
   * @param complete whether all entries up to the reach were looked through, not only the newest
   * @param reach how far the log and its searchable copy had come: before the search in OpenSearch,
   *     after the reading from PostgreSQL
   * @param names of the clinic's people by id
   */
  record Found(
      List<SequencedEntry> entries,
      boolean complete,
      AuditTrail.Reach reach,
      Map<String, String> names) {}

  private record Recorded(AuditTrail.Reach reach, Map<String, String> names) {
    Found found(List<SequencedEntry> entries) {
      return new Found(entries, true, reach, names);
    }
  }

  /** Looks for entries of the clinic in context. */
  Mono<Found> at(AuditCriteria criteria) {
    return ActContext.current()
        .flatMap(act ->
            transactions
                .inTransaction(act, transaction -> recorded(transaction, criteria))
                .flatMap(recorded -> found(act, criteria, recorded)));
  }

  /** Records that somebody asked for what cannot be searched for. */
  Mono<Void> refused() {
    return transactions
        .inTransaction(transaction -> audit.append(transaction, new RefusedLogSearch()))
        .then();
  }

  private Mono<Recorded> recorded(TenantTransaction transaction, AuditCriteria criteria) {
    return audit
        .append(transaction, new LogSearch(criteria))
        .then(Mono.defer(() -> trail.reach(transaction)))
        .flatMap(reach -> members.names(transaction).map(names -> new Recorded(reach, names)));
  }

  private Mono<Found> found(ActContext act, AuditCriteria criteria, Recorded recorded) {
    return search
        .find(act.tenant(), criteria)
        .map(entries -> recorded.found(entries))
        .onErrorResume(
            ArchiveUnavailableException.class, away -> newest(act, criteria, recorded.names()));
  }

  private Mono<Found> newest(ActContext act, AuditCriteria criteria, Map<String, String> names) {
    return transactions.inTransaction(
        act,
        transaction ->
            trail
                .newest(transaction, NEWEST)
                .filter(criteria::matches)
                .take(criteria.size())
                .collectList()
                .flatMap(entries ->
                    trail
                        .reach(transaction)
                        .map(reach -> new Found(entries, false, reach, names))));
  }
}
