/** What was refused because the clinic's instruction does not allow it. */
@NullMarked
package dk.sentinel.portal.deviation;

import org.jspecify.annotations.NullMarked;
