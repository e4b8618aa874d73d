/** Tests of the end of an agreement. */
@NullMarked
package dk.sentinel.api.ending;

import org.jspecify.annotations.NullMarked;
