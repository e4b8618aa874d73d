/** Tests of agreements and their texts. */
@NullMarked
package dk.sentinel.compliance.agreement;

import org.jspecify.annotations.NullMarked;
