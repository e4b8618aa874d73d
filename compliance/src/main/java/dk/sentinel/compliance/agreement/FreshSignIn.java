package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.tenancy.AssuranceLevel;
import dk.sentinel.compliance.tenancy.RightToRepresent;
import java.time.Instant;

/**
 * What an ID token says whose signature, issuer, audience and times have been checked, together
 * with what is needed to check it again.
 *
 * @param personId persistent professional id
 * @param name name, or alias of a name-protected person
 * @param cvr the company signed in for
 * @param organization that company's name
 * @param mayRepresent whether the person alone may represent the company
 * @param mayRepresentSource the broker's name of what says so
 * @param level of assurance
 * @param authTime when the person proved who they are, machine time in whole seconds
 * @param nonce what the sign-in was asked to carry
 * @param idToken the token as received
 * @param jwks the issuer's keys as fetched when it was checked
 */
public record FreshSignIn(
    String personId,
    String name,
    String cvr,
    String organization,
    RightToRepresent mayRepresent,
    String mayRepresentSource,
    AssuranceLevel level,
    Instant authTime,
    String nonce,
    String idToken,
    String jwks) {}
