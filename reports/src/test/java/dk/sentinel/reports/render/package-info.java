/** Tests of the documents themselves: PDF/A, text, determinism, workbook. */
@NullMarked
package dk.sentinel.reports.render;

import org.jspecify.annotations.NullMarked;
