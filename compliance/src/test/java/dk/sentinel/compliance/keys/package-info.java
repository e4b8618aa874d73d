/** Tokens that tests keep keys in. */
@NullMarked
package dk.sentinel.compliance.keys;

import org.jspecify.annotations.NullMarked;
