package dk.sentinel.portal.audit;

import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Documents;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands on the program that checks a package offline; the same for every clinic. */
@RestController
final class VerifierDownload {
  private static final String NAME = "sentinel-verify.jar";

  private final Api api;

  VerifierDownload(Api api) {
    this.api = api;
  }

  @GetMapping("/audit/" + NAME)
  Mono<ResponseEntity<Flux<DataBuffer>>> program() {
    return Documents.download(api.document("/log/verifier.jar"), NAME);
  }
}
