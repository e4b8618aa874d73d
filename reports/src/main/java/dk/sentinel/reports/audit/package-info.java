/** What an audit log tells when it is counted: pure, in memory that does not grow with the log. */
@NullMarked
package dk.sentinel.reports.audit;

import org.jspecify.annotations.NullMarked;
