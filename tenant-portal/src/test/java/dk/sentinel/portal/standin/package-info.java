/** Servers that answer as the API and the issuer are agreed to, to try the portal's pages on. */
@NullMarked
package dk.sentinel.portal.standin;

import org.jspecify.annotations.NullMarked;
