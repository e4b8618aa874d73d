/**
 * The practice systems: what an owner lets send for the clinic, and what the operator registers.
 */
@NullMarked
package dk.sentinel.portal.system;

import org.jspecify.annotations.NullMarked;
