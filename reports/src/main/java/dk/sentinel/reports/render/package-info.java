/** Turns reports and agreements into PDF and XLSX; the only package that knows JasperReports. */
@NullMarked
package dk.sentinel.reports.render;

import org.jspecify.annotations.NullMarked;
