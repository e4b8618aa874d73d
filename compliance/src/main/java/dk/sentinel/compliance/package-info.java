/** What was promised to the controllers and what was recorded about keeping it. */
@NullMarked
package dk.sentinel.compliance;

import org.jspecify.annotations.NullMarked;
