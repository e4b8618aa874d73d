/** The front page, the choice of clinic, and the clinic's home with its five gates. */
@NullMarked
package dk.sentinel.portal.home;

import org.jspecify.annotations.NullMarked;
