/**
 * Checks a clinic's log offline: what {@code sentinel-verify.jar} does. Trusts nobody but the key
 * it is given: every hash is made again, and each difference from what was signed is named. Needs
 * nothing but the JDK, holds no more than a few megabytes however large the log is, and blocks.
 */
@NullMarked
package dk.sentinel.compliance.audit.proof.verify;

import org.jspecify.annotations.NullMarked;
