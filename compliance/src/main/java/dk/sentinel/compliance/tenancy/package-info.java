/** Who acts, for which clinic, and the only opener of database transactions. */
@NullMarked
package dk.sentinel.compliance.tenancy;

import org.jspecify.annotations.NullMarked;
