/** Runs one OpenSearch node in a process of its own. */
@NullMarked
package dk.sentinel.infra.opensearch;

import org.jspecify.annotations.NullMarked;
