package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.tenancy.AssuranceLevel;
import dk.sentinel.compliance.tenancy.RightToRepresent;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What must hold for a sign-in to become a signature (domain facts, section 4.7, step 5), in the
 * order in which they are asked. The first that does not hold is the answer.
 */
public enum SigningRule {
  /** The intent is for what is to be signed here, and not for another document. */
  OTHER_DOCUMENT(attempt -> attempt.intent().document().kind() == attempt.offered().kind()),
  /** The document still has the words on offer. */
  DOCUMENT_CHANGED(
      attempt -> attempt.intent().document().textId().equals(attempt.offered().textId())),
  /** The ten minutes are not over. */
  INTENT_EXPIRED(attempt -> attempt.now().isBefore(attempt.intent().expiresAt())),
  /** The sign-in was asked for by this intent. */
  NONCE_MISMATCH(attempt -> attempt.intent().nonce().equals(attempt.signIn().nonce())),
  /** The person proved who they are after the intent; auth_time has whole seconds only. */
  SIGN_IN_NOT_FRESH(attempt ->
      !attempt
          .signIn()
          .authTime()
          .isBefore(attempt.intent().wallClockAt().truncatedTo(ChronoUnit.SECONDS))),
  /** Intent, session and sign-in are one person. */
  OTHER_PERSON(attempt ->
      attempt.signIn().personId().equals(attempt.sessionPersonId())
          && attempt.signIn().personId().equals(attempt.intent().personId())),
  /** The person signed in for the company that is to be bound. */
  WRONG_COMPANY(attempt -> attempt.signIn().cvr().equals(attempt.company().cvr())),
  /** The level of assurance is enough. */
  LEVEL_TOO_LOW(attempt -> attempt.signIn().level().isAtLeast(AssuranceLevel.SUBSTANTIAL)),
  /** The sign-in says whether the person alone may represent the company, or a power does. */
  RIGHT_TO_REPRESENT_UNKNOWN(attempt ->
      attempt.mandate().isGiven() || attempt.signIn().mayRepresent() != RightToRepresent.UNKNOWN),
  /** The person alone may represent the company, or is named by a power of attorney in force. */
  NO_RIGHT_TO_REPRESENT(attempt ->
      attempt.mandate().isGiven() || attempt.signIn().mayRepresent() == RightToRepresent.YES),
  /** Of two who must sign, each signs once. */
  SIGNED_ALREADY(attempt ->
      !attempt.isByMandate()
          || !attempt
              .mandate()
              .hasSigned(attempt.signIn().personId(), attempt.intent().document())),
  /** Two who must sign sign the same bytes. */
  OTHER_COPY(attempt ->
      !attempt.isByMandate() || !attempt.mandate().waitsOnOtherCopy(attempt.intent().document()));

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas above capture nothing
  private final Predicate<SigningAttempt> holds;

  SigningRule(Predicate<SigningAttempt> holds) {
    this.holds = holds;
  }

  /** The first rule that the attempt breaks; empty when it may become a signature. */
  public static Optional<SigningRule> firstBroken(SigningAttempt attempt) {
    return Arrays.stream(values()).filter(rule -> !rule.holds.test(attempt)).findFirst();
  }
}
