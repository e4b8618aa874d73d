/** The data processing agreement as a structured document, ready to be printed and hashed. */
@NullMarked
package dk.sentinel.reports.agreement;

import org.jspecify.annotations.NullMarked;
