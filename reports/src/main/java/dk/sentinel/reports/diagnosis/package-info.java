/** The report "Diagnosekodning": what a clinic codes most, counted by pure functions. */
@NullMarked
package dk.sentinel.reports.diagnosis;

import org.jspecify.annotations.NullMarked;
