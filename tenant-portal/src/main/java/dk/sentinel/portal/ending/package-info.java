/** The end of the agreement: ending it, taking that back, everything to take along, certificate. */
@NullMarked
package dk.sentinel.portal.ending;

import org.jspecify.annotations.NullMarked;
