@NullMarked
package dk.sentinel.reports.audit;

import org.jspecify.annotations.NullMarked;
