package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.audit.archive.ArchiveUnavailableException;
import dk.sentinel.compliance.audit.archive.AuditCounts;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import dk.sentinel.compliance.audit.archive.AuditPage;
import dk.sentinel.compliance.audit.archive.AuditSearch;
import dk.sentinel.compliance.privacy.Subjects;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
  private final Subjects subjects;
  private final MemberNameStore members = new MemberNameStore();

  AuditLook(
      TenantTransactions transactions,
      AuditLog audit,
      AuditTrail trail,
      AuditSearch search,
      Subjects subjects) {
    this.transactions = transactions;
    this.audit = audit;
    this.trail = trail;
    this.search = search;
    this.subjects = subjects;
  }

  /**
   * What was found.
   *
   * @param <T> entries or counts
   * @param what was found
   * @param complete whether all entries up to the reach were looked through, not only the newest
   * @param reach how far the log and its searchable copy had come: before the search in OpenSearch,
   *     after the reading from PostgreSQL
   * @param names of the clinic's people by id
   */
  record Found<T>(T what, boolean complete, AuditTrail.Reach reach, Map<String, String> names) {}

  /** A look that is recorded and may now be answered. */
  private record Recorded(
      ActContext act, LogSearch look, AuditTrail.Reach reach, Map<String, String> names) {
    <T> Found<T> found(T what) {
      return new Found<>(what, true, reach, names);
    }
  }

  /** Entries of the clinic in context, about the person with this number if one is given. */
  Mono<Found<List<SequencedEntry>>> entries(
      AuditCriteria criteria, AuditPage page, @Nullable String number) {
    LogSearch look = new LogSearch(criteria, "entries", page.size(), page.before(), false);
    return look(
        look,
        number,
        recorded -> search.find(recorded.act().tenant(), recorded.look().criteria(), page),
        (newest, asked) ->
            newest.stream()
                .filter(entry -> asked.matches(entry) && page.reaches(entry))
                .limit(page.size())
                .toList());
  }

  /** Counts of entries of the clinic in context. */
  Mono<Found<AuditCounts.Facets>> facets(AuditCriteria criteria, @Nullable String number) {
    return look(
        new LogSearch(criteria, "facets", 0, null, false),
        number,
        recorded -> search.facets(recorded.act().tenant(), recorded.look().criteria()),
        AuditCounts::facets);
  }

  /** Counts of entries of the clinic in context over time. */
  Mono<Found<List<AuditCounts.Bar>>> timeline(
      AuditCriteria criteria, AuditCounts.Step step, @Nullable String number) {
    return look(
        new LogSearch(criteria, "timeline", 0, null, false),
        number,
        recorded -> search.timeline(recorded.act().tenant(), recorded.look().criteria(), step),
        (newest, asked) -> AuditCounts.timeline(newest, asked, step));
  }

  /** Records that somebody asked for what cannot be searched for. */
  Mono<Void> refused() {
    return transactions
        .inTransaction(transaction -> audit.append(transaction, new RefusedLogSearch()))
        .then();
  }

  /** How the newest entries are looked through without OpenSearch. */
  private interface InNewest<T> {
    T of(List<SequencedEntry> newest, AuditCriteria asked);
  }

  private <T> Mono<Found<T>> look(
      LogSearch look,
      @Nullable String number,
      Function<Recorded, Mono<T>> archive,
      InNewest<T> inNewest) {
    return ActContext.current()
        .flatMap(act ->
            transactions
                .inTransaction(
                    act,
                    transaction ->
                        about(transaction, look, number)
                            .flatMap(known -> recorded(act, transaction, known)))
                .flatMap(recorded ->
                    recorded.look().unknownPerson()
                        ? Mono.just(
                            recorded.found(inNewest.of(List.of(), recorded.look().criteria())))
                        : archive
                            .apply(recorded)
                            .map(recorded::found)
                            .onErrorResume(
                                ArchiveUnavailableException.class,
                                away -> newest(recorded, inNewest))));
  }

  private Mono<LogSearch> about(
      TenantTransaction transaction, LogSearch look, @Nullable String number) {
    if (number == null) {
      return Mono.just(look);
    }
    return subjects
        .find(transaction, number)
        .map(subject -> look.criteria().about(subject.pseudonym().value()))
        .map(asked -> new LogSearch(asked, look.as(), look.size(), look.before(), false))
        .defaultIfEmpty(
            new LogSearch(look.criteria(), look.as(), look.size(), look.before(), true));
  }

  private Mono<Recorded> recorded(ActContext act, TenantTransaction transaction, LogSearch look) {
    return audit
        .append(transaction, look)
        .then(Mono.defer(() -> trail.reach(transaction)))
        .flatMap(reach ->
            members.names(transaction).map(names -> new Recorded(act, look, reach, names)));
  }

  private <T> Mono<Found<T>> newest(Recorded recorded, InNewest<T> inNewest) {
    return transactions.inTransaction(
        recorded.act(),
        transaction ->
            trail
                .newest(transaction, NEWEST)
                .collectList()
                .map(newest -> inNewest.of(newest, recorded.look().criteria()))
                .flatMap(found ->
                    trail
                        .reach(transaction)
                        .map(reach -> new Found<>(found, false, reach, recorded.names()))));
  }
}
