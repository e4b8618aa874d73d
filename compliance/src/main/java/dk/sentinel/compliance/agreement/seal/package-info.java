/**
 * Seals signed documents with the platform's certificate (PAdES with time stamp and revocation
 * data), and keeps the sealed bytes beside the signature.
 */
@NullMarked
package dk.sentinel.compliance.agreement.seal;

import org.jspecify.annotations.NullMarked;
