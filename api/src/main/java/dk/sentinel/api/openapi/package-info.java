/** The API's own description, served by the API itself. */
@NullMarked
package dk.sentinel.api.openapi;

import org.jspecify.annotations.NullMarked;
