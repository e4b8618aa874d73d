package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The versions of the agreement and the register of sub-processors that goes into them. They are
 * the same for every clinic: read in any transaction, changed in one that is bound to the platform,
 * with its entry.
 */
public final class AgreementVersions {
  private final VersionStore store = new VersionStore();
  private final AuditLog audit;

  /** Records in this log. */
  public AgreementVersions(AuditLog audit) {
    this.audit = audit;
  }

  /** The version that clinics can sign; empty before the first is published. */
  public Mono<AgreementVersion> offered(TenantTransaction transaction) {
    return store.offered(transaction);
  }

  /** What was published, the newest first. */
  public Flux<AgreementVersion> published(TenantTransaction transaction) {
    return store.published(transaction);
  }

  /** What was brought last and is not published; empty when there is nothing. */
  public Mono<AgreementVersion> draft(TenantTransaction transaction) {
    return store.draft(transaction);
  }

  /**
   * Brings a text for the next version, with the projects, measures and sub-processors of this
   * moment written into it. It replaces a draft that is not published.
   *
   * @param days from publication until it replaces the version before
   * @param now business time
   */
  public Mono<AgreementVersion> bring(
      TenantTransaction transaction, Template template, int days, Instant now) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> filled(transaction, template)))
        .flatMap(filled ->
            store
                .offered(transaction)
                .map(AgreementVersion::number)
                .defaultIfEmpty(0)
                .map(latest -> draft(latest + 1, filled, days, now)))
        .flatMap(draft -> kept(transaction, draft));
  }

  private Mono<Template> filled(TenantTransaction transaction, Template template) {
    return store
        .subProcessors(transaction)
        .filter(each -> each.endedAt() == null)
        .collectList()
        .map(subProcessors -> template.filled(facts(subProcessors)));
  }

  private static Map<TextLanguage, Facts> facts(List<SubProcessor> subProcessors) {
    Map<TextLanguage, Facts> facts = new EnumMap<>(TextLanguage.class);
    for (TextLanguage language : TextLanguage.values()) {
      facts.put(language, Facts.now(language, subProcessors));
    }
    return facts;
  }

  private static AgreementVersion draft(int number, Template filled, int days, Instant now) {
    return new AgreementVersion(
        number,
        UUID.randomUUID(),
        Sha256.of(filled.json().getBytes(StandardCharsets.UTF_8)),
        days,
        now,
        filled,
        null);
  }

  private Mono<AgreementVersion> kept(TenantTransaction transaction, AgreementVersion draft) {
    return store
        .keep(transaction, draft, transaction.act().actor().id())
        .then(
            Mono.defer(() ->
                audit.append(
                    transaction,
                    new VersionAct.Brought(
                        draft.templateId(), draft.number(), draft.sha256(), draft.days()))))
        .thenReturn(draft);
  }

  /** The register, those that have ended too, in the order in which they were added. */
  public Flux<SubProcessor> subProcessors(TenantTransaction transaction) {
    return store.subProcessors(transaction);
  }

  /** Adds a company to the register. Clinics learn of it with the next version. */
  public Mono<Void> add(TenantTransaction transaction, SubProcessor added, Instant now) {
    return store
        .keep(transaction, added, now)
        .then(
            Mono.defer(() ->
                audit.append(
                    transaction, new VersionAct.Registered(added.id(), VersionAct.Change.ADD))))
        .then();
  }

  /** Ends what a company processes; false when there is none to end. */
  public Mono<Boolean> end(TenantTransaction transaction, UUID id, Instant now) {
    return recorded(transaction, store.end(transaction, id, now), id, VersionAct.Change.END);
  }

  /** Writes down that a company was reviewed today; false when there is none. */
  public Mono<Boolean> reviewed(TenantTransaction transaction, UUID id, Instant now) {
    return recorded(
        transaction, store.reviewed(transaction, id, now), id, VersionAct.Change.REVIEW);
  }

  private Mono<Boolean> recorded(
      TenantTransaction transaction, Mono<Boolean> change, UUID id, VersionAct.Change what) {
    return change.flatMap(changed ->
        changed
            ? audit.append(transaction, new VersionAct.Registered(id, what)).thenReturn(true)
            : Mono.just(false));
  }
}
