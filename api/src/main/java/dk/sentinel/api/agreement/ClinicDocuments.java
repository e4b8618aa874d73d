package dk.sentinel.api.agreement;

import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementVersion;
import dk.sentinel.compliance.agreement.AgreementVersions;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.ConsentVersion;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.agreement.SignableText;
import dk.sentinel.compliance.agreement.StoredDocument;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Versions of the agreement and the consent as documents of whoever is in context: printed once,
 * outside any transaction, and kept for good.
 */
@Component
final class ClinicDocuments {
  /** Stands where a clinic's name and number will. */
  static final Party ANY_CLINIC = new Party("________", "________");

  private static final Problem NOTHING_PUBLISHED =
      Problem.of(
          "no-agreement-offered",
          HttpStatus.CONFLICT,
          "No agreement is offered yet",
          "The operator has not published an agreement. Come back later, or write to the"
              + " operator.");

  private final TenantTransactions transactions;
  private final Agreements agreements;
  private final AgreementVersions versions;
  private final AgreementPrinter printer;
  private final Clock clock;

  ClinicDocuments(
      TenantTransactions transactions,
      Agreements agreements,
      AgreementVersions versions,
      AgreementPrinter printer,
      Clock clock) {
    this.transactions = transactions;
    this.agreements = agreements;
    this.versions = versions;
    this.printer = printer;
    this.clock = clock;
  }

  /**
   * A version and its print.
   *
   * @param version the version
   * @param document the bytes that are shown and signed
   */
  record Printed(AgreementVersion version, StoredDocument document) {}

  /**
   * The consent and its print.
   *
   * @param version the consent in the clinic's name
   * @param document the bytes that are shown and signed
   */
  record PrintedConsent(ConsentVersion version, StoredDocument document) {}

  /** The agreement that the clinic in context can sign now. */
  Mono<Printed> offered(TextLanguage language) {
    return transactions
        .inTransaction(versions::offered)
        .switchIfEmpty(Mono.error(NOTHING_PUBLISHED::asException))
        .flatMap(
            version -> kept(version, language).map(document -> new Printed(version, document)));
  }

  /** The consent that the clinic in context can give now. */
  Mono<PrintedConsent> consent(TextLanguage language) {
    return transactions
        .inTransaction(agreements::controller)
        .map(ConsentVersion::of)
        .flatMap(version ->
            kept(version, language).map(document -> new PrintedConsent(version, document)));
  }

  private Mono<StoredDocument> kept(SignableText text, TextLanguage language) {
    return transactions
        .inTransaction(transaction -> agreements.printed(transaction, text, language))
        .switchIfEmpty(
            Mono.defer(() ->
                transactions
                    .inTransaction(agreements::controller)
                    .flatMap(clinic -> printed(text, clinic, language))));
  }

  private Mono<StoredDocument> printed(SignableText text, Party controller, TextLanguage language) {
    return printer
        .pdf(text, controller, language)
        .flatMap(bytes ->
            transactions.inTransaction(transaction ->
                agreements.keep(transaction, text, language, bytes, clock.instant())));
  }

  /** A draft with blanks for the clinic, for the operator's representative. */
  Mono<Printed> draft(ActContext platform, AgreementVersion draft, TextLanguage language) {
    return transactions
        .inTransaction(platform, transaction -> agreements.printed(transaction, draft, language))
        .switchIfEmpty(
            Mono.defer(() ->
                printer
                    .pdf(draft, ANY_CLINIC, language)
                    .flatMap(bytes ->
                        transactions.inTransaction(
                            platform,
                            transaction ->
                                agreements.keep(
                                    transaction, draft, language, bytes, clock.instant())))))
        .map(document -> new Printed(draft, document));
  }
}
