/**
 * The door for practice systems: reads FHIR, keeps what a project may keep, says what became of it.
 */
@NullMarked
package dk.sentinel.api.capture;

import org.jspecify.annotations.NullMarked;
