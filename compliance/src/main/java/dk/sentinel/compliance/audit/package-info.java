/** Audit entries: written in the act's own transaction, numbered, signed and searched. */
@NullMarked
package dk.sentinel.compliance.audit;

import org.jspecify.annotations.NullMarked;
