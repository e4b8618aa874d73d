/**
 * Who calls: tokens checked, people and practice systems told apart, clinics resolved from roles.
 */
@NullMarked
package dk.sentinel.api.identity;

import org.jspecify.annotations.NullMarked;
