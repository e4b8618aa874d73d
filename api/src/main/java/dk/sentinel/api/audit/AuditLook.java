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
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
   * @param subject pseudonym of the person whose acts were looked for; null when for nobody's or
   *     when the clinic does not know them
   * @param names of the clinic's people by id
   */
  record Found<T>(
      T what,
      boolean complete,
      AuditTrail.Reach reach,
      @Nullable String subject,
      Map<String, String> names) {}

  /** A look that is recorded and may now be answered. */
  private record Recorded(
      ActContext act, LogSearch look, AuditTrail.Reach reach, Map<String, String> names) {
    <T> Found<T> found(T what) {
      return new Found<>(what, true, reach, look.criteria().subject(), names);
    }
  }

  /**
   * What comes along with a page of entries, so that one look at a screen is one look in the log.
   *
   * @param facets whether counts come along
   * @param step of a timeline that comes along; null for none
   */
  record Extras(boolean facets, AuditCounts.@Nullable Step step) {
    static final Extras NONE = new Extras(false, null);

    List<String> names() {
      return Stream.of(facets ? "facets" : "", step == null ? "" : "timeline")
          .filter(name -> !name.isEmpty())
          .toList();
    }
  }

  /**
   * Entries, and what came along with them.
   *
   * @param entries newest first
   * @param facets if they were asked for
   * @param timeline if it was asked for
   */
  record Looked(
      List<SequencedEntry> entries,
      AuditCounts.@Nullable Facets facets,
      @Nullable List<AuditCounts.Bar> timeline) {}

  /** Entries of the clinic in context, about the person with this number if one is given. */
  Mono<Found<Looked>> entries(
      AuditCriteria criteria, AuditPage page, Extras extras, @Nullable String number) {
    LogSearch look =
        new LogSearch(criteria, "entries", extras.names(), page.size(), page.before(), false);
    return look(
        look,
        number,
        recorded -> inArchive(recorded, page, extras),
        (newest, asked) -> inNewest(newest, asked, page, extras));
  }

  private Mono<Looked> inArchive(Recorded recorded, AuditPage page, Extras extras) {
    TenantId clinic = recorded.act().tenant();
    AuditCriteria asked = recorded.look().criteria();
    AuditCounts.Step step = extras.step();
    return Mono.zip(
            search.find(clinic, asked, page),
            extras.facets()
                ? search.facets(clinic, asked).map(Optional::of)
                : Mono.just(Optional.<AuditCounts.Facets>empty()),
            step == null
                ? Mono.just(Optional.<List<AuditCounts.Bar>>empty())
                : search.timeline(clinic, asked, step).map(Optional::of))
        .map(all -> new Looked(all.getT1(), all.getT2().orElse(null), all.getT3().orElse(null)));
  }

  private static Looked inNewest(
      List<SequencedEntry> newest, AuditCriteria asked, AuditPage page, Extras extras) {
    AuditCounts.Step step = extras.step();
    return new Looked(
        newest.stream()
            .filter(entry -> asked.matches(entry) && page.reaches(entry))
            .limit(page.size())
            .toList(),
        extras.facets() ? AuditCounts.facets(newest, asked) : null,
        step == null ? null : AuditCounts.timeline(newest, asked, step));
  }

  /** Counts of entries of the clinic in context. */
  Mono<Found<AuditCounts.Facets>> facets(AuditCriteria criteria, @Nullable String number) {
    return look(
        new LogSearch(criteria, "facets", List.of(), 0, null, false),
        number,
        recorded -> search.facets(recorded.act().tenant(), recorded.look().criteria()),
        AuditCounts::facets);
  }

  /** Counts of entries of the clinic in context over time. */
  Mono<Found<List<AuditCounts.Bar>>> timeline(
      AuditCriteria criteria, AuditCounts.Step step, @Nullable String number) {
    return look(
        new LogSearch(criteria, "timeline", List.of(), 0, null, false),
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
                        about(transaction, look.within(act.scope()), number)
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
        .map(asked -> look.about(asked, false))
        .defaultIfEmpty(look.about(look.criteria(), true));
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
                        .map(reach ->
                            new Found<>(
                                found,
                                false,
                                reach,
                                recorded.look().criteria().subject(),
                                recorded.names()))));
  }
}
