/** Reports on a clinic's own data: read under its rights, recorded, then shown or printed. */
@NullMarked
package dk.sentinel.api.report;

import org.jspecify.annotations.NullMarked;
