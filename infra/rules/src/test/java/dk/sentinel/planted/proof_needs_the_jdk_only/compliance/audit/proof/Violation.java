package dk.sentinel.planted.proof_needs_the_jdk_only.compliance.audit.proof;

import reactor.core.publisher.Mono;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Mono<Void> wrong() {
    return Mono.empty();
  }
}
