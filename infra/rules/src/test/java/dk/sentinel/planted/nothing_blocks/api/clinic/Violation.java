package dk.sentinel.planted.nothing_blocks.api.clinic;

import reactor.core.publisher.Mono;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Object wrong(Mono<String> mono) {
    return mono.blockOptional();
  }
}
