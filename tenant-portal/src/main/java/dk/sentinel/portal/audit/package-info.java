/** The clinic's audit trail, searched and read. */
@NullMarked
package dk.sentinel.portal.audit;

import org.jspecify.annotations.NullMarked;
