package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.report.Printing;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.seal.EvidencePackage;
import dk.sentinel.compliance.agreement.seal.Sealed;
import dk.sentinel.compliance.agreement.seal.Seals;
import dk.sentinel.compliance.agreement.seal.SignatureState;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The clinic's signatures, their sealed documents and the evidence to take along. */
@RestController
@RequestMapping("/clinics/{clinicId}/agreement/signatures")
final class SignatureController {
  private final TenantTransactions transactions;
  private final Seals seals;
  private final Printing printing;

  SignatureController(TenantTransactions transactions, Seals seals, Printing printing) {
    this.transactions = transactions;
    this.seals = seals;
    this.printing = printing;
  }

  @GetMapping
  @ForClinic({OWNER, AUDITOR})
  Mono<SignaturesView> signatures() {
    return transactions
        .inTransaction(seals::signatures)
        .map(found -> new SignaturesView(found.stream().map(SignatureView::new).toList()));
  }

  @GetMapping("/{signatureId}/document")
  @ForClinic({OWNER, AUDITOR})
  Mono<ResponseEntity<byte[]>> document(@PathVariable String signatureId) {
    UUID id = SealProblems.signature(signatureId);
    return transactions
        .inTransaction(transaction ->
            seals
                .signature(transaction, id)
                .switchIfEmpty(Mono.error(SealProblems.SIGNATURE_NOT_FOUND.asException()))
                .zipWhen(state -> seals.fetch(transaction, id, "document"))
                .switchIfEmpty(Mono.error(SealProblems.NOT_SEALED_YET.asException())))
        .map(both -> pdf(both.getT1(), both.getT2()));
  }

  private static ResponseEntity<byte[]> pdf(SignatureState state, Sealed sealed) {
    String sealing = state.language() == TextLanguage.DA ? "-seglet" : "-sealed";
    return Attachment.pdf(
        state.kind(), state.language(), state.version(), sealing, sealed.pdf().array());
  }

  @GetMapping("/{signatureId}/evidence")
  @ForClinic({OWNER, AUDITOR})
  Mono<ResponseEntity<byte[]>> evidence(@PathVariable String signatureId) {
    UUID id = SealProblems.signature(signatureId);
    return transactions
        .inTransaction(transaction ->
            seals
                .signature(transaction, id)
                .switchIfEmpty(Mono.error(SealProblems.SIGNATURE_NOT_FOUND.asException()))
                .flatMap(state -> seals.fetch(transaction, id, "evidence"))
                .zipWhen(sealed -> seals.signed(transaction, id))
                .switchIfEmpty(Mono.error(SealProblems.NOT_SEALED_YET.asException())))
        .flatMap(both -> printing.make(() -> EvidencePackage.zip(both.getT1(), both.getT2())))
        .map(zip ->
            Attachment.of(
                MediaType.parseMediaType("application/zip"),
                "sentinel-evidence-" + id + ".zip",
                zip));
  }

  record SignaturesView(List<SignatureView> signatures) {}

  record SignatureView(
      UUID signatureId,
      String kind,
      int version,
      String language,
      String documentSha256,
      String by,
      @Nullable String jointlyWith,
      Instant signedAt,
      @Nullable Instant sealedAt) {
    SignatureView(SignatureState state) {
      this(
          state.signature(),
          state.kind().code(),
          state.version(),
          state.language().tag(),
          state.document().hex(),
          state.signer(),
          state.jointlyWith(),
          state.signedAt(),
          state.sealedAt());
    }
  }
}
