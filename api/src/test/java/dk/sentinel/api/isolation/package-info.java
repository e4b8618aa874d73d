/** Walks the database catalogue: no table forgets the rules, no neighbour sees a row. */
@NullMarked
package dk.sentinel.api.isolation;

import org.jspecify.annotations.NullMarked;
