/** What the one who runs the portal decides: addresses, secret, time limits. */
@NullMarked
package dk.sentinel.portal.settings;

import org.jspecify.annotations.NullMarked;
