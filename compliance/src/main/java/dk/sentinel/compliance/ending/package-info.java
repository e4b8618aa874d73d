/**
 * How an agreement ends: terminated by an owner, taken back, or carried out by deleting what
 * Sentinel keeps for the clinic. Capture stops with the termination; reading goes on until the
 * deletion begins; the log and the signatures' evidence stay.
 */
@NullMarked
package dk.sentinel.compliance.ending;

import org.jspecify.annotations.NullMarked;
