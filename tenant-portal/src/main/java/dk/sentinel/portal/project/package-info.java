/** Enrolling in projects and leaving them; what each project collects. */
@NullMarked
package dk.sentinel.portal.project;

import org.jspecify.annotations.NullMarked;
