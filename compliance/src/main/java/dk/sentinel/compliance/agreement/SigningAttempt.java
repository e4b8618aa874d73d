package dk.sentinel.compliance.agreement;

import java.time.Instant;

/**
 * Everything that decides whether a sign-in becomes a signature.
 *
 * @param intent what was announced
 * @param signIn the fresh sign-in
 * @param sessionPersonId who sends it
 * @param company who is to be bound: the clinic, or the operator for a version
 * @param offered the text that can be signed now
 * @param now business time
 */
public record SigningAttempt(
    SigningIntent intent,
    FreshSignIn signIn,
    String sessionPersonId,
    Party company,
    SignableText offered,
    Instant now) {}
