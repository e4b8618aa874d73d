/** The rules of the house, checked on every build. */
@NullMarked
package dk.sentinel.infra.rules;

import org.jspecify.annotations.NullMarked;
