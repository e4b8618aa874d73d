package dk.sentinel.compliance.agreement;

import java.time.Instant;

/**
 * Everything that decides whether a sign-in becomes a signature.
 *
 * @param intent what was announced
 * @param signIn the fresh sign-in
 * @param sessionPersonId who sends it
 * @param controller the clinic
 * @param now business time
 */
public record SigningAttempt(
    SigningIntent intent,
    FreshSignIn signIn,
    String sessionPersonId,
    Party controller,
    Instant now) {}
