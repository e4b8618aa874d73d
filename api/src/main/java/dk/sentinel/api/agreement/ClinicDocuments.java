package dk.sentinel.api.agreement;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.StoredDocument;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The current agreement as a document of the clinic in context: printed once, outside any
 * transaction, and kept for good.
 */
@Component
final class ClinicDocuments {
  private final TenantTransactions transactions;
  private final Agreements agreements;
  private final AgreementPrinter printer;
  private final Clock clock;

  ClinicDocuments(
      TenantTransactions transactions,
      Agreements agreements,
      AgreementPrinter printer,
      Clock clock) {
    this.transactions = transactions;
    this.agreements = agreements;
    this.printer = printer;
    this.clock = clock;
  }

  Mono<StoredDocument> current(TextLanguage language) {
    return transactions
        .inTransaction(transaction -> agreements.current(transaction, language))
        .switchIfEmpty(Mono.defer(() -> printed(language)));
  }

  private Mono<StoredDocument> printed(TextLanguage language) {
    return transactions
        .inTransaction(agreements::controller)
        .flatMap(controller -> printer.pdf(controller, language))
        .flatMap(bytes ->
            transactions.inTransaction(
                transaction -> agreements.keep(transaction, language, bytes, clock.instant())));
  }
}
