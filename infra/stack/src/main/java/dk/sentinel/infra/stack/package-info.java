/**
 * Starts and stops real PostgreSQL, Keycloak and OpenSearch, then the API and the portal, as
 * processes on this machine.
 */
@NullMarked
package dk.sentinel.infra.stack;

import org.jspecify.annotations.NullMarked;
