package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.tenancy.RightToRepresent;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that decides whether a sign-in becomes a signature.
 *
 * @param intent what was announced
 * @param signIn the fresh sign-in
 * @param sessionPersonId who sends it
 * @param company who is to be bound: the clinic, or the operator for a version
 * @param offered the text that can be signed now
 * @param mandate what powers of attorney say about the person
 * @param now business time
 */
public record SigningAttempt(
    SigningIntent intent,
    FreshSignIn signIn,
    String sessionPersonId,
    Party company,
    SignableText offered,
    Mandate mandate,
    Instant now) {
  /** Whether the signature binds the company: it needs no other, or comes last. */
  boolean completes() {
    return signIn.mayRepresent() == RightToRepresent.YES
        || mandate.isCompletedBy(signIn.personId(), intent.document());
  }

  /** The signature of the first of two who sign jointly, which this one completes. */
  Optional<Mandate.Pending> first() {
    return isByMandate() ? mandate.first(signIn.personId(), intent.document()) : Optional.empty();
  }

  /** Whether it rests on a power of attorney and not on the sign-in alone. */
  boolean isByMandate() {
    return mandate.isGiven() && signIn.mayRepresent() != RightToRepresent.YES;
  }
}
