/** The report Diagnosekodning as a page, a PDF and a spreadsheet. */
@NullMarked
package dk.sentinel.portal.report;

import org.jspecify.annotations.NullMarked;
