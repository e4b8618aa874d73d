/** The clinics, their colleagues, their practice systems, and which gates are open. */
@NullMarked
package dk.sentinel.api.clinic;

import org.jspecify.annotations.NullMarked;
