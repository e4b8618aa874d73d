/** Gates and subject keys, on plain values and on PostgreSQL. */
@NullMarked
package dk.sentinel.compliance.privacy;

import org.jspecify.annotations.NullMarked;
