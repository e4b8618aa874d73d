/** A clinic's people: who has which role, until when, and how far it reaches. */
@NullMarked
package dk.sentinel.api.people;

import org.jspecify.annotations.NullMarked;
