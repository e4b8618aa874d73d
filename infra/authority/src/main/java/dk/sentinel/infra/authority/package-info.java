/**
 * Certificates, revocation list and time stamps for the local stack and for tests: what a trust
 * service provider does in production. Trusted by nobody else, and reachable on loopback only.
 */
@NullMarked
package dk.sentinel.infra.authority;

import org.jspecify.annotations.NullMarked;
