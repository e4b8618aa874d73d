/** What tests need of the running servers: where they are and a database of one's own. */
@NullMarked
package dk.sentinel.infra.testing;

import org.jspecify.annotations.NullMarked;
