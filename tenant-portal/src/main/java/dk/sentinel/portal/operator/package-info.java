/** What the people of the platform see: the clinics and their gates, and the projects. */
@NullMarked
package dk.sentinel.portal.operator;

import org.jspecify.annotations.NullMarked;
