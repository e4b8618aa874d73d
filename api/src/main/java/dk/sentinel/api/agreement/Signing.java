package dk.sentinel.api.agreement;

import dk.sentinel.api.WallClock;
import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.IdTokens;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.FreshSignIn;
import dk.sentinel.compliance.agreement.Mandate;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.agreement.PowersOfAttorney;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.agreement.SignableText;
import dk.sentinel.compliance.agreement.SigningAttempt;
import dk.sentinel.compliance.agreement.SigningIntent;
import dk.sentinel.compliance.agreement.SigningOutcome;
import dk.sentinel.compliance.ending.Terminations;
import dk.sentinel.compliance.tenancy.AssuranceLevel;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Signing in two steps: an intent that names the document, then the ID token of a sign-in that was
 * made for that intent. The token is checked against the issuer's keys before the transaction. A
 * clinic signs the agreement and the consent in this way, and before that the operator's
 * representative a version.
 */
@Component
final class Signing {
  private final TenantTransactions transactions;
  private final Agreements agreements;
  private final PowersOfAttorney powers;
  private final Terminations terminations;
  private final IdTokens idTokens;
  private final Clock clock;
  private final WallClock wallClock;

  Signing(
      TenantTransactions transactions,
      Agreements agreements,
      PowersOfAttorney powers,
      Terminations terminations,
      IdTokens idTokens,
      Clock clock,
      WallClock wallClock) {
    this.transactions = transactions;
    this.agreements = agreements;
    this.powers = powers;
    this.terminations = terminations;
    this.idTokens = idTokens;
    this.clock = clock;
    this.wallClock = wallClock;
  }

  /**
   * Who signs what.
   *
   * @param obstacle what stands in the way of signing at all, with its record; empty when nothing
   *     does
   * @param company whom the signature binds
   * @param offered the text that can be signed
   * @param concluded makes the signature, or refuses it
   */
  record Side(
      Function<TenantTransaction, Mono<Problem>> obstacle,
      Function<TenantTransaction, Mono<Party>> company,
      Function<TenantTransaction, Mono<? extends SignableText>> offered,
      BiFunction<TenantTransaction, SigningAttempt, Mono<SigningOutcome>> concluded) {}

  Mono<IntentView> announce(Side side, IntentRequest request, Caller.Person person) {
    Sha256 hash =
        Sha256.parse(request.sha256)
            .orElseThrow(() -> Problem.invalid("sha256", "must be 64 hex digits").asException());
    return transactions
        .inTransaction(transaction ->
            side.obstacle
                .apply(transaction)
                .<Answer>map(Answer.Refused::new)
                .switchIfEmpty(
                    Mono.defer(() ->
                        announced(transaction, side, hash, person).map(Answer.Announced::new))))
        .map(Signing::announced)
        .switchIfEmpty(Mono.error(SigningProblems.DOCUMENT_CHANGED.asException()));
  }

  /** What a transaction commits, before it is answered. */
  private sealed interface Answer {
    record Announced(SigningIntent intent) implements Answer {}

    record Concluded(SigningOutcome outcome) implements Answer {}

    record Refused(Problem problem) implements Answer {}
  }

  private static IntentView announced(Answer answer) {
    return switch (answer) {
      case Answer.Announced(SigningIntent intent) ->
          new IntentView(
              intent.id(), intent.nonce(), intent.expiresAt(), AssuranceLevel.SUBSTANTIAL.uri());
      case Answer.Refused(Problem problem) -> throw problem.asException();
      case Answer.Concluded never -> throw new IllegalStateException("an intent concludes nothing");
    };
  }

  /** The obstacle that a terminated agreement is. */
  Mono<Problem> terminated(TenantTransaction transaction) {
    return terminations
        .refusesSigning(transaction)
        .filter(refused -> refused)
        .map(refused -> SigningProblems.TERMINATED);
  }

  private Mono<SigningIntent> announced(
      TenantTransaction transaction, Side side, Sha256 hash, Caller.Person person) {
    return side.offered
        .apply(transaction)
        .flatMap(offered -> agreements.printed(transaction, offered, hash))
        .flatMap(document ->
            agreements.announce(
                transaction, document, person.id(), clock.instant(), wallClock.now()));
  }

  Mono<SignatureView> sign(Side side, SignatureRequest request, Caller.Person person) {
    Fields fields = new Fields();
    Optional<UUID> intent = uuid(request.intentId);
    fields.require(intent.isPresent(), "intentId", "must be the id of a signing intent");
    String token = request.idToken == null ? "" : request.idToken;
    fields.require(!token.isEmpty() && token.length() <= 16_384, "idToken", "must be an ID token");
    fields.refuseIfBroken();
    return idTokens
        .verified(token)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(signIn ->
            transactions.inTransaction(
                transaction -> outcome(transaction, side, intent.orElseThrow(), signIn, person)))
        .switchIfEmpty(Mono.error(SigningProblems.INTENT_UNKNOWN.asException()))
        .map(Signing::answer);
  }

  private Mono<Answer> outcome(
      TenantTransaction transaction,
      Side side,
      UUID intentId,
      Optional<FreshSignIn> signIn,
      Caller.Person person) {
    return agreements
        .intent(transaction, intentId)
        .flatMap(intent ->
            signIn
                .map(fresh -> signed(transaction, side, intent, fresh, person))
                .orElseGet(() ->
                    agreements
                        .signInNotValid(transaction, intent)
                        .thenReturn(new Answer.Refused(SigningProblems.SIGN_IN_NOT_VALID))));
  }

  private Mono<Answer> signed(
      TenantTransaction transaction,
      Side side,
      SigningIntent intent,
      FreshSignIn signIn,
      Caller.Person person) {
    return side.obstacle
        .apply(transaction)
        .<Answer>map(Answer.Refused::new)
        .switchIfEmpty(Mono.defer(() -> concluded(transaction, side, intent, signIn, person)));
  }

  private Mono<Answer> concluded(
      TenantTransaction transaction,
      Side side,
      SigningIntent intent,
      FreshSignIn signIn,
      Caller.Person person) {
    Instant now = clock.instant();
    return powers
        .mandate(transaction, person.id(), now)
        .flatMap(mandate -> attempt(transaction, side, intent, signIn, person, mandate, now))
        .flatMap(attempt -> side.concluded.apply(transaction, attempt))
        .<Answer>map(Answer.Concluded::new)
        .switchIfEmpty(Mono.error(SigningProblems.DOCUMENT_CHANGED::asException));
  }

  private static Mono<SigningAttempt> attempt(
      TenantTransaction transaction,
      Side side,
      SigningIntent intent,
      FreshSignIn signIn,
      Caller.Person person,
      Mandate mandate,
      Instant now) {
    return side.company
        .apply(transaction)
        .zipWith(
            side.offered.apply(transaction),
            (company, offered) ->
                new SigningAttempt(intent, signIn, person.id(), company, offered, mandate, now));
  }

  private static SignatureView answer(Answer answer) {
    return switch (answer) {
      case Answer.Concluded(SigningOutcome outcome) -> answer(outcome);
      case Answer.Refused(Problem problem) -> throw problem.asException();
      case Answer.Announced never -> throw new IllegalStateException("a signature announces none");
    };
  }

  private static SignatureView answer(SigningOutcome outcome) {
    return switch (outcome) {
      case SigningOutcome.Signed signed ->
          new SignatureView(signed.signatureId(), signed.at(), signed.completes());
      case SigningOutcome.Refused refused -> throw SigningProblems.of(refused.rule()).asException();
      case SigningOutcome.AlreadyHolds holds -> throw SigningProblems.HOLDS_ALREADY.asException();
      case SigningOutcome.AlreadyUsed used -> throw SigningProblems.INTENT_USED.asException();
    };
  }

  private static Optional<UUID> uuid(@Nullable String text) {
    try {
      return Optional.of(UUID.fromString(text == null ? "" : text));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  record IntentRequest(@Nullable String sha256) {}

  record IntentView(UUID intentId, String nonce, Instant expiresAt, String acrValues) {}

  record SignatureRequest(@Nullable String intentId, @Nullable String idToken) {}

  record SignatureView(UUID signatureId, Instant signedAt, boolean inForce) {}
}
