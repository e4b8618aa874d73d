/** Tests of what every report shares: texts, languages, the catalogue. */
@NullMarked
package dk.sentinel.reports;

import org.jspecify.annotations.NullMarked;
