/** Benchmarks, each beside a raw baseline in the same run. */
@NullMarked
package dk.sentinel.infra.bench;

import org.jspecify.annotations.NullMarked;
