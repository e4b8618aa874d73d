/** Giving and withdrawing the practice consent. */
@NullMarked
package dk.sentinel.portal.consent;

import org.jspecify.annotations.NullMarked;
