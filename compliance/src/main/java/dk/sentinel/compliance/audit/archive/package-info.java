/** The searchable write-once copy of the audit log in OpenSearch. */
@NullMarked
package dk.sentinel.compliance.audit.archive;

import org.jspecify.annotations.NullMarked;
