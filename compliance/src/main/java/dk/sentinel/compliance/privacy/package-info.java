/**
 * What a project may keep, whether a clinic's gates are open, and the keys that tie data to a
 * person.
 */
@NullMarked
package dk.sentinel.compliance.privacy;

import org.jspecify.annotations.NullMarked;
