/** A company becomes a clinic, and its owner keeps the list of its ydernumre. */
@NullMarked
package dk.sentinel.portal.clinic;

import org.jspecify.annotations.NullMarked;
