/** What is printed or shown outside a clinic: the catalogue of reports and their documents. */
@NullMarked
package dk.sentinel.reports;

import org.jspecify.annotations.NullMarked;
