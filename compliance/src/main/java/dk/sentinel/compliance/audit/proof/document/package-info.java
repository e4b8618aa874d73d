/**
 * Checks sealed documents without trusting whoever sealed them: what the offline verifier, the
 * public check and the sealing itself use. Needs nothing but the JDK, opens no connection, and is
 * bounded in time and memory by the size of what it is given. Pure functions; any thread.
 */
@NullMarked
package dk.sentinel.compliance.audit.proof.document;

import org.jspecify.annotations.NullMarked;
