/** The clinic's people and their roles. */
@NullMarked
package dk.sentinel.portal.people;

import org.jspecify.annotations.NullMarked;
