/** What is printed when a clinic's agreement has ended. */
@NullMarked
package dk.sentinel.reports.ending;

import org.jspecify.annotations.NullMarked;
