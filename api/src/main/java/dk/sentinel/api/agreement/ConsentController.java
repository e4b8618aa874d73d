package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Language;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.ConsentText;
import dk.sentinel.compliance.agreement.Consents;
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
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The practice consent to read, and to withdraw in one step. */
@RestController
@RequestMapping("/clinics/{clinicId}/consent")
final class ConsentController {
  private final TenantTransactions transactions;
  private final Agreements agreements;
  private final Consents consents;
  private final ClinicDocuments documents;
  private final PowersOfAttorney powers;
  private final Clock clock;

  ConsentController(
      TenantTransactions transactions,
      Agreements agreements,
      Consents consents,
      ClinicDocuments documents,
      PowersOfAttorney powers,
      Clock clock) {
    this.transactions = transactions;
    this.agreements = agreements;
    this.consents = consents;
    this.documents = documents;
    this.powers = powers;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<ConsentView> consent(@RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return documents
        .consent(language)
        .flatMap(printed -> transactions.inTransaction(transaction -> view(transaction, printed)));
  }

  private Mono<ConsentView> view(
      TenantTransaction transaction, ClinicDocuments.PrintedConsent printed) {
    StoredDocument document = printed.document();
    return agreements
        .recordRead(transaction, document)
        .then(Mono.defer(() -> consents.current(transaction)))
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .zipWhen(
            given ->
                powers
                    .begun(transaction, printed.version(), clock.instant())
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty()),
            (given, begun) -> view(transaction, printed, given, begun));
  }

  private static ConsentView view(
      TenantTransaction transaction,
      ClinicDocuments.PrintedConsent printed,
      Optional<Consents.Given> given,
      Optional<PowersOfAttorney.Begun> begun) {
    StoredDocument document = printed.document();
    ConsentText text = printed.version().text(document.language());
    return new ConsentView(
        text.version(),
        text.title(),
        text.paragraphs(),
        document.sha256().hex(),
        "/clinics/%s/consent/document?lang=%s"
            .formatted(transaction.tenant(), document.language().tag()),
        given.map(GivenView::new).orElse(null),
        begun.map(BegunView::new).orElse(null));
  }

  @GetMapping("/document")
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<ResponseEntity<byte[]>> document(@RequestParam(required = false) @Nullable String lang) {
    return documents
        .consent(Language.of(lang))
        .map(ClinicDocuments.PrintedConsent::document)
        .flatMap(document ->
            transactions
                .inTransaction(transaction -> agreements.read(transaction, document))
                .map(bytes -> AgreementController.pdf(document, bytes)));
  }

  @PostMapping("/withdrawal")
  @ForClinic(OWNER)
  Mono<Withdrawn> withdraw(@AuthenticationPrincipal Caller.Person person) {
    return transactions
        .inTransaction(
            transaction -> consents.withdraw(transaction, person.name(), clock.instant()))
        .map(Withdrawn::new);
  }

  record ConsentView(
      int version,
      String title,
      List<String> paragraphs,
      String sha256,
      String pdfUrl,
      @Nullable GivenView given,
      @Nullable BegunView begun) {}

  record GivenView(
      Instant at, String by, @Nullable String jointlyWith, int version, String documentSha256) {
    GivenView(Consents.Given given) {
      this(given.at(), given.by(), given.jointlyWith(), given.version(), given.document().hex());
    }
  }

  record Withdrawn(boolean changed) {}
}
