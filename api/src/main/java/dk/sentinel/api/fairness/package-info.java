/**
 * So that one caller's burst does not slow another: how fast and how many at once a person, a
 * clinic and a practice system may ask. Counted in memory, for each instance by itself.
 */
@NullMarked
package dk.sentinel.api.fairness;

import org.jspecify.annotations.NullMarked;
