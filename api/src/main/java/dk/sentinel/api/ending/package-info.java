/**
 * The end of a clinic's agreement: terminating it and taking that back, everything to take along,
 * the deletion when the days are over, and its certificate.
 */
@NullMarked
package dk.sentinel.api.ending;

import org.jspecify.annotations.NullMarked;
