/**
 * What the API answers when it cannot do what was asked: RFC 9457 problems, never the caller's
 * values.
 */
@NullMarked
package dk.sentinel.api.problem;

import org.jspecify.annotations.NullMarked;
