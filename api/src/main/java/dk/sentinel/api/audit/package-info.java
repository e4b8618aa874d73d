/**
 * The audit trail for its clinic: entries, checkpoints, and the loops that number and ship them.
 */
@NullMarked
package dk.sentinel.api.audit;

import org.jspecify.annotations.NullMarked;
