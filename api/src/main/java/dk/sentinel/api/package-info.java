/** The reactive HTTP API and the owner of the databank. */
@NullMarked
package dk.sentinel.api;

import org.jspecify.annotations.NullMarked;
