package dk.sentinel.api.agreement;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.report.Printing;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementText;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.agreement.AgreementDocument;
import dk.sentinel.reports.render.AgreementRenderer;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Prints the current agreement between a clinic and the platform's operator. */
@Component
final class AgreementPrinter {
  private final AgreementRenderer renderer = new AgreementRenderer();
  private final Printing printing;
  private final Party processor;

  AgreementPrinter(Printing printing, SentinelSettings settings) {
    this.printing = printing;
    this.processor = new Party(settings.processor().name(), settings.processor().cvr());
    printing.prepare(renderer::prepare);
  }

  AgreementText text(Party controller, TextLanguage language) {
    return AgreementText.between(controller, processor, language);
  }

  Mono<byte[]> pdf(Party controller, TextLanguage language) {
    return printing.print(() -> renderer.pdf(document(controller, language)));
  }

  private AgreementDocument document(Party controller, TextLanguage language) {
    AgreementText text = text(controller, language);
    boolean danish = language == TextLanguage.DA;
    return new AgreementDocument(
        text.title(),
        Integer.toString(text.version()),
        ReportLanguage.ofTag(language.tag()),
        text.effectiveFrom(),
        List.of(
            party(danish ? "Dataansvarlig" : "Controller", controller),
            party(danish ? "Databehandler" : "Processor", processor)),
        text.sections().stream()
            .filter(section -> !section.isAppendix())
            .map(AgreementPrinter::section)
            .toList(),
        text.sections().stream()
            .filter(AgreementText.Section::isAppendix)
            .map(AgreementPrinter::section)
            .toList());
  }

  private static AgreementDocument.Party party(String role, Party party) {
    return new AgreementDocument.Party(role, party.name(), party.cvr(), List.of());
  }

  private static AgreementDocument.Section section(AgreementText.Section section) {
    return new AgreementDocument.Section(section.number(), section.heading(), section.paragraphs());
  }
}
