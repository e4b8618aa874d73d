/**
 * Each clinic as an organization in Keycloak: made, followed and compared.
 *
 * <p>PostgreSQL is the truth. A change of a clinic or its people writes a wish in its own
 * transaction; a loop carries wishes out, as often as it takes, and each piece of work first asks
 * what is there, so that it may be cut off anywhere. A second loop compares both sides when nothing
 * is left to do: what differs then was changed behind Sentinel's back, is recorded and shown to the
 * operator, and is put right only when the operator says so.
 */
@NullMarked
package dk.sentinel.api.provisioning;

import org.jspecify.annotations.NullMarked;
