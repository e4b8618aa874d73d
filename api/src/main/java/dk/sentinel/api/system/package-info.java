/** The practice systems: registered once for their vendor, suspended when something is wrong. */
@NullMarked
package dk.sentinel.api.system;

import org.jspecify.annotations.NullMarked;
