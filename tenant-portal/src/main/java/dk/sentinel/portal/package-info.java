/** The web portal: pages for the people of a clinic, a backend-for-frontend of the API. */
@NullMarked
package dk.sentinel.portal;

import org.jspecify.annotations.NullMarked;
