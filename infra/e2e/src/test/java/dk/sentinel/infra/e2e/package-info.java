/** The whole system as its users meet it: the commands, the pages, the practice system's door. */
@NullMarked
package dk.sentinel.infra.e2e;

import org.jspecify.annotations.NullMarked;
