/**
 * Demo people, demo clinics and the demo practice system, as strangers to the API: they use its
 * doors only.
 */
@NullMarked
package dk.sentinel.infra.demo;

import org.jspecify.annotations.NullMarked;
