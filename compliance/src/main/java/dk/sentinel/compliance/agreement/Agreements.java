package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The data processing agreements of the clinic that a transaction is bound to. Every act here
 * appends its audit entry in that transaction: act and record commit together or not at all.
 */
public final class Agreements {
  private final AgreementStore store = new AgreementStore();
  private final VersionStore versions = new VersionStore();
  private final SecureRandom random = new SecureRandom();
  private final AuditLog audit;

  /** Records in this log. */
  public Agreements(AuditLog audit) {
    this.audit = audit;
  }

  /** The clinic as a party to its agreement. */
  public Mono<Party> controller(TenantTransaction transaction) {
    return store.controller(transaction);
  }

  /** A text as printed before for whoever the transaction is bound to; empty when it was not. */
  public Mono<StoredDocument> printed(
      TenantTransaction transaction, SignableText text, TextLanguage language) {
    return store.printed(transaction, text, language);
  }

  /** Keeps a text as printed; of two at the same time one is kept. */
  public Mono<StoredDocument> keep(
      TenantTransaction transaction,
      SignableText text,
      TextLanguage language,
      byte[] bytes,
      Instant now) {
    StoredDocument document =
        new StoredDocument(
            UUID.randomUUID(),
            text.kind(),
            text.textId(),
            text.number(),
            language,
            Sha256.of(bytes));
    return store
        .keep(transaction, document, bytes, now)
        .then(Mono.defer(() -> store.printed(transaction, text, language)));
  }

  /** The print of a text with this hash; empty when there is none. */
  public Mono<StoredDocument> printed(
      TenantTransaction transaction, SignableText text, Sha256 hash) {
    return store.printed(transaction, text, hash);
  }

  /** The document with this hash; empty when the clinic has none. */
  public Mono<StoredDocument> byHash(TenantTransaction transaction, Sha256 hash) {
    return store.byHash(transaction, hash);
  }

  /** The bytes of a document, for showing; recorded as read. */
  public Mono<byte[]> read(TenantTransaction transaction, StoredDocument document) {
    return recordRead(transaction, document)
        .then(Mono.defer(() -> store.bytes(transaction, document)));
  }

  /** Records that somebody is shown a document's text. */
  public Mono<Void> recordRead(TenantTransaction transaction, StoredDocument document) {
    return audit.append(transaction, new AgreementAct.Read(document)).then();
  }

  /** The agreement that binds; empty when none was signed. */
  public Mono<AgreementInForce> inForce(TenantTransaction transaction) {
    return store.inForce(transaction);
  }

  /**
   * Announces that a person is about to sign.
   *
   * @param now business time
   * @param wallClock machine time
   */
  public Mono<SigningIntent> announce(
      TenantTransaction transaction,
      StoredDocument document,
      String personId,
      Instant now,
      Instant wallClock) {
    UUID id = UUID.randomUUID();
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    SigningIntent intent =
        new SigningIntent(
            id,
            document,
            personId,
            SigningIntent.nonce(document.sha256(), id, Sha256.ofBytes(salt)),
            Sha256.ofBytes(salt),
            now,
            wallClock,
            now.plus(SigningIntent.VALID));
    return store
        .keep(transaction, intent)
        .then(Mono.defer(() -> audit.append(transaction, new AgreementAct.Intended(intent))))
        .thenReturn(intent);
  }

  /** The announcement with this id; empty when the clinic has none. */
  public Mono<SigningIntent> intent(TenantTransaction transaction, UUID id) {
    return store.intent(transaction, id);
  }

  /**
   * Publishes the draft on offer when every {@link SigningRule} holds for the operator's
   * representative: the processor's signature, good for every clinic (clause 14). In a transaction
   * bound to the platform. The outcome is recorded, a refusal too.
   */
  public Mono<SigningOutcome> publish(TenantTransaction transaction, SigningAttempt attempt) {
    if (!(attempt.offered() instanceof AgreementVersion draft)) {
      throw new IllegalArgumentException("only an agreement is published");
    }
    return versions
        .oneAtATime(transaction)
        .then(Mono.defer(() -> sign(transaction, attempt)))
        .flatMap(outcome ->
            outcome instanceof SigningOutcome.Signed signed
                ? published(transaction, attempt, draft).thenReturn(signed)
                : Mono.just(outcome));
  }

  private Mono<Void> published(
      TenantTransaction transaction, SigningAttempt attempt, AgreementVersion draft) {
    return versions
        .offered(transaction)
        .map(before -> draft.template().after(before.template()))
        .defaultIfEmpty(Asks.SIGNATURE)
        .map(asks ->
            new AgreementVersion.Publication(
                asks, attempt.now(), draft.takesEffect(attempt.now()), attempt.signIn().name()))
        .flatMap(publication ->
            versions
                .publish(transaction, draft, publication, evidence(attempt))
                .filter(isNew -> isNew)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("published before")))
                .then(
                    Mono.defer(() ->
                        audit.append(
                            transaction,
                            new VersionAct.Published(
                                draft.templateId(),
                                draft.number(),
                                draft.sha256(),
                                publication.asks(),
                                publication.takesEffect())))))
        .then();
  }

  /** Signs when every {@link SigningRule} holds. The outcome is recorded, a refusal too. */
  public Mono<SigningOutcome> sign(TenantTransaction transaction, SigningAttempt attempt) {
    Optional<SigningRule> broken = SigningRule.firstBroken(attempt);
    if (broken.isPresent()) {
      return refused(
          transaction, attempt, broken.get().name(), new SigningOutcome.Refused(broken.get()));
    }
    UUID id = UUID.randomUUID();
    return store
        .keep(transaction, id, attempt, evidence(attempt))
        .flatMap(first ->
            first
                ? signed(transaction, attempt, id)
                : refused(transaction, attempt, "INTENT_USED", new SigningOutcome.AlreadyUsed()));
  }

  /**
   * Refuses what breaks no rule because it holds already; a second click of the same signing is
   * told so. Recorded.
   */
  Mono<SigningOutcome> holdsAlready(TenantTransaction transaction, SigningAttempt attempt) {
    return store
        .isUsed(transaction, attempt.intent())
        .flatMap(used ->
            used
                ? refused(transaction, attempt, "INTENT_USED", new SigningOutcome.AlreadyUsed())
                : refused(
                    transaction, attempt, "HOLDS_ALREADY", new SigningOutcome.AlreadyHolds()));
  }

  /** Records that somebody sent something for the intent that is no sign-in of the issuer. */
  public Mono<Void> signInNotValid(TenantTransaction transaction, SigningIntent intent) {
    return audit
        .append(transaction, new AgreementAct.SigningRefused(intent, "SIGN_IN_NOT_VALID"))
        .then();
  }

  private Mono<SigningOutcome> signed(
      TenantTransaction transaction, SigningAttempt attempt, UUID id) {
    return audit
        .append(
            transaction,
            new AgreementAct.Signed(
                attempt.intent(),
                id,
                attempt.signIn(),
                attempt.isByMandate() ? attempt.mandate().power() : null,
                attempt.completes()))
        .thenReturn(new SigningOutcome.Signed(id, attempt.now(), attempt.completes()));
  }

  private Mono<SigningOutcome> refused(
      TenantTransaction transaction,
      SigningAttempt attempt,
      String reason,
      SigningOutcome outcome) {
    return audit
        .append(transaction, new AgreementAct.SigningRefused(attempt.intent(), reason))
        .thenReturn(outcome);
  }

  /** Names the first of two signatures, whose own evidence has the token with that hash. */
  private static Map<String, Object> evidence(Mandate.Pending first) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("signatureId", first.signature().toString());
    evidence.put("personId", first.personId());
    evidence.put("name", first.name());
    evidence.put("signedAt", first.at().toString());
    evidence.put("idTokenSha256", first.idToken().hex());
    return evidence;
  }

  /** Everything needed to check the signature again, offline, years later. */
  private static String evidence(SigningAttempt attempt) {
    SigningIntent intent = attempt.intent();
    FreshSignIn signIn = attempt.signIn();
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("document", intent.document().kind().code());
    evidence.put("documentSha256", intent.document().sha256().hex());
    evidence.put("documentVersion", intent.document().version());
    evidence.put("documentLanguage", intent.document().language().tag());
    evidence.put("intentId", intent.id().toString());
    evidence.put("intentSalt", intent.salt().hex());
    evidence.put("intentCreatedAt", intent.wallClockAt().toString());
    evidence.put("nonce", intent.nonce());
    evidence.put("personId", signIn.personId());
    evidence.put("name", signIn.name());
    evidence.put("cvr", signIn.cvr());
    evidence.put("organization", signIn.organization());
    evidence.put("mayRepresent", signIn.mayRepresent().code());
    evidence.put("mayRepresentSource", signIn.mayRepresentSource());
    if (attempt.isByMandate()) {
      Mandate mandate = attempt.mandate();
      evidence.put("powerOfAttorney", String.valueOf(mandate.power()));
      evidence.put("powerOfAttorneySha256", Objects.requireNonNull(mandate.hash()).hex());
      evidence.put("signers", mandate.signers());
      attempt.first().ifPresent(first -> evidence.put("firstSignature", evidence(first)));
    }
    evidence.put("level", signIn.level().uri());
    evidence.put("authTime", signIn.authTime().toString());
    evidence.put("idToken", signIn.idToken());
    evidence.put("jwks", TextResources.JSON.readTree(signIn.jwks()));
    return TextResources.JSON.writeValueAsString(evidence);
  }
}
