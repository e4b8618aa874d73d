/** The Merkle tree of a clinic's log and its checkpoints; nothing here needs more than the JDK. */
@NullMarked
package dk.sentinel.compliance.audit.proof;

import org.jspecify.annotations.NullMarked;
