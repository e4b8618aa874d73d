/** The FHIR door from outside: what it keeps, what it refuses, what it never lets in. */
@NullMarked
package dk.sentinel.api.capture;

import org.jspecify.annotations.NullMarked;
