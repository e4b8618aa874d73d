/** The projects that clinics can take part in: what each is for, what it collects, who is in. */
@NullMarked
package dk.sentinel.api.project;

import org.jspecify.annotations.NullMarked;
