/** Key files as the local stack keeps them: made once, readable by their owner only. */
@NullMarked
package dk.sentinel.compliance.keys;

import org.jspecify.annotations.NullMarked;
