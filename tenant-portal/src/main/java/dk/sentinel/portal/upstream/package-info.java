/**
 * The way to the API: calls with the person's own token, refusals as results, failures as
 * exceptions.
 */
@NullMarked
package dk.sentinel.portal.upstream;

import org.jspecify.annotations.NullMarked;
