package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Language;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementInForce;
import dk.sentinel.compliance.agreement.AgreementText;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Consents;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.agreement.PowersOfAttorney;
import dk.sentinel.compliance.agreement.StoredDocument;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The agreement to read: its text, and the exact bytes that are hashed and signed. */
@RestController
@RequestMapping("/clinics/{clinicId}/agreement")
final class AgreementController {
  private final TenantTransactions transactions;
  private final Agreements agreements;
  private final Consents consents;
  private final ClinicDocuments documents;
  private final AgreementPrinter printer;
  private final PowersOfAttorney powers;
  private final Clock clock;

  AgreementController(
      TenantTransactions transactions,
      Agreements agreements,
      Consents consents,
      ClinicDocuments documents,
      AgreementPrinter printer,
      PowersOfAttorney powers,
      Clock clock) {
    this.transactions = transactions;
    this.agreements = agreements;
    this.consents = consents;
    this.documents = documents;
    this.printer = printer;
    this.powers = powers;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<AgreementView> agreement(@RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return documents
        .offered(language)
        .flatMap(printed -> transactions.inTransaction(transaction -> view(transaction, printed)));
  }

  private Mono<AgreementView> view(TenantTransaction transaction, ClinicDocuments.Printed printed) {
    return agreements
        .recordRead(transaction, printed.document())
        .then(Mono.defer(() -> agreements.controller(transaction)))
        .zipWhen(controller -> optional(agreements.inForce(transaction)))
        .zipWhen(
            both -> optional(consents.current(transaction)),
            (both, consent) -> view(transaction, printed, both.getT1(), both.getT2(), consent))
        .zipWhen(
            view -> optional(powers.begun(transaction, printed.version(), clock.instant())),
            (view, begun) -> view.with(begun.map(BegunView::new).orElse(null)));
  }

  private AgreementView view(
      TenantTransaction transaction,
      ClinicDocuments.Printed printed,
      Party controller,
      Optional<AgreementInForce> inForce,
      Optional<Consents.Given> consent) {
    StoredDocument document = printed.document();
    AgreementText text = printer.text(printed.version(), controller, document.language());
    return new AgreementView(
        document.version(),
        text.title(),
        text.sections().stream()
            .map(each -> new SectionView(each.number(), each.heading(), each.paragraphs()))
            .toList(),
        document.sha256().hex(),
        "/clinics/%s/agreement/document?lang=%s"
            .formatted(transaction.tenant(), document.language().tag()),
        inForce.map(SignedView::new).orElse(null),
        consent.map(given -> new ConsentView(given.at(), given.by())).orElse(null),
        null);
  }

  @GetMapping("/document")
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<ResponseEntity<byte[]>> document(@RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return documents
        .offered(language)
        .map(ClinicDocuments.Printed::document)
        .flatMap(document ->
            transactions
                .inTransaction(transaction -> agreements.read(transaction, document))
                .map(bytes -> pdf(document, bytes)));
  }

  static ResponseEntity<byte[]> pdf(StoredDocument document, byte[] bytes) {
    return Attachment.pdf(document.kind(), document.language(), document.version(), "", bytes);
  }

  private static <T> Mono<Optional<T>> optional(Mono<T> value) {
    return value.map(Optional::of).defaultIfEmpty(Optional.empty());
  }

  record AgreementView(
      int version,
      String title,
      List<SectionView> sections,
      String sha256,
      String pdfUrl,
      @Nullable SignedView signed,
      @Nullable ConsentView consent,
      @Nullable BegunView begun) {
    AgreementView with(@Nullable BegunView begun) {
      return new AgreementView(version, title, sections, sha256, pdfUrl, signed, consent, begun);
    }
  }

  record SectionView(String number, String heading, List<String> paragraphs) {}

  record SignedView(
      Instant at,
      String by,
      @Nullable String jointlyWith,
      String level,
      String documentSha256,
      int version) {
    SignedView(AgreementInForce inForce) {
      this(
          inForce.signedAt(),
          inForce.signer(),
          inForce.jointlyWith(),
          inForce.level(),
          inForce.document().hex(),
          inForce.version());
    }
  }

  record ConsentView(Instant at, String by) {}
}
