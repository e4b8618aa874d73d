/** The agreement and the practice consent as the clinic's people read and sign them. */
@NullMarked
package dk.sentinel.api.agreement;

import org.jspecify.annotations.NullMarked;
