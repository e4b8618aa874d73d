/** Tests of counting: definitions, rounding, ties, age and sex. */
@NullMarked
package dk.sentinel.reports.diagnosis;

import org.jspecify.annotations.NullMarked;
