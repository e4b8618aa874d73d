/** Signing in and out, the session and its end, and the headers that protect a page. */
@NullMarked
package dk.sentinel.portal.session;

import org.jspecify.annotations.NullMarked;
