/** Classes that break a rule each, so that no rule guards an empty room. */
@NullMarked
package dk.sentinel.planted;

import org.jspecify.annotations.NullMarked;
