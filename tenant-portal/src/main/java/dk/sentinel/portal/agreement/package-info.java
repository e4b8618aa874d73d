/** Reading the data processing agreement and signing it with a fresh sign-in. */
@NullMarked
package dk.sentinel.portal.agreement;

import org.jspecify.annotations.NullMarked;
