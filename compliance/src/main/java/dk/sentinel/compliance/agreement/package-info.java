/**
 * Data processing agreements, practice consent, enrolment, and the signatures that bring them into
 * force.
 */
@NullMarked
package dk.sentinel.compliance.agreement;

import org.jspecify.annotations.NullMarked;
