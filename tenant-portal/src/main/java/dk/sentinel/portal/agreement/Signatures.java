package dk.sentinel.portal.agreement;

import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.web.Documents;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The clinic's signatures, and what there is to take along of each. */
@Controller
final class Signatures {
  private static final ParameterizedTypeReference<All> ALL = new ParameterizedTypeReference<>() {};
  private static final List<String> ROLES = List.of("owner", "auditor");

  private final Api api;

  Signatures(Api api) {
    this.api = api;
  }

  /** Those of the clinic, for who may see them; none for everybody else, without asking. */
  Mono<List<Signature>> of(Me me, UUID clinicId) {
    boolean may = me.at(clinicId).filter(one -> ROLES.contains(one.role())).isPresent();
    return may
        ? api.get(ALL, "/clinics/{id}/agreement/signatures", clinicId).map(All::signatures)
        : Mono.just(List.of());
  }

  @GetMapping("/clinics/{clinicId}/agreement/signatures/{signatureId}/document")
  Mono<ResponseEntity<Flux<DataBuffer>>> document(
      @PathVariable UUID clinicId, @PathVariable UUID signatureId) {
    return Documents.asNamed(
        api.document(
            "/clinics/{id}/agreement/signatures/{signature}/document", clinicId, signatureId),
        "sentinel-databehandleraftale-seglet.pdf");
  }

  @GetMapping("/clinics/{clinicId}/agreement/signatures/{signatureId}/evidence")
  Mono<ResponseEntity<Flux<DataBuffer>>> evidence(
      @PathVariable UUID clinicId, @PathVariable UUID signatureId) {
    return Documents.asNamed(
        api.document(
            "/clinics/{id}/agreement/signatures/{signature}/evidence", clinicId, signatureId),
        "sentinel-evidence.zip");
  }

  record All(List<Signature> signatures) {
    All {
      signatures = List.copyOf(Objects.requireNonNullElse(signatures, List.of()));
    }
  }

  /** A signature; sealed soon after it was made. */
  record Signature(
      UUID signatureId,
      String kind,
      int version,
      String by,
      @Nullable String jointlyWith,
      Instant signedAt,
      @Nullable Instant sealedAt) {}
}
