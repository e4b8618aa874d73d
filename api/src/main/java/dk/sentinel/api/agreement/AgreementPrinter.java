package dk.sentinel.api.agreement;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.report.Printing;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementText;
import dk.sentinel.compliance.agreement.AgreementVersion;
import dk.sentinel.compliance.agreement.ConsentText;
import dk.sentinel.compliance.agreement.ConsentVersion;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.agreement.SignableText;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.agreement.AgreementDocument;
import dk.sentinel.reports.render.AgreementRenderer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Prints a version of the agreement between a company and the platform's operator, or the practice
 * consent. The same text between the same parties gives the same bytes.
 */
@Component
final class AgreementPrinter {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private final AgreementRenderer renderer = new AgreementRenderer();
  private final Printing printing;
  private final Party processor;

  AgreementPrinter(Printing printing, SentinelSettings settings) {
    this.printing = printing;
    this.processor = new Party(settings.processor().name(), settings.processor().cvr());
    printing.prepare(renderer::prepare);
  }

  /** The operator as a party. */
  Party processor() {
    return processor;
  }

  AgreementText text(AgreementVersion version, Party controller, TextLanguage language) {
    return version.template().text(language).between(controller, processor);
  }

  /** A text as PDF/A with the company's name in it. */
  Mono<byte[]> pdf(SignableText text, Party controller, TextLanguage language) {
    return printing.print(() ->
        renderer.pdf(
            switch (text) {
              case AgreementVersion version -> document(version, controller, language);
              case ConsentVersion consent -> document(consent, language);
            }));
  }

  private AgreementDocument document(ConsentVersion consent, TextLanguage language) {
    ConsentText text = consent.text(language);
    boolean danish = language == TextLanguage.DA;
    return new AgreementDocument(
        text.title(),
        Integer.toString(text.version()),
        ReportLanguage.ofTag(language.tag()),
        text.from(),
        List.of(
            party(danish ? "Dataansvarlig" : "Controller", consent.clinic(), List.of()),
            party(danish ? "Databehandler" : "Processor", processor, List.of())),
        List.of(
            new AgreementDocument.Section("", danish ? "Samtykke" : "Consent", text.paragraphs())),
        List.of());
  }

  private AgreementDocument document(
      AgreementVersion version, Party controller, TextLanguage language) {
    AgreementText text = text(version, controller, language);
    boolean danish = language == TextLanguage.DA;
    return new AgreementDocument(
        text.title(),
        Integer.toString(version.number()),
        ReportLanguage.ofTag(language.tag()),
        day(version.publication() == null ? version.broughtAt() : version.publication().at()),
        List.of(
            party(danish ? "Dataansvarlig" : "Controller", controller, List.of()),
            party(danish ? "Databehandler" : "Processor", processor, signed(version, danish))),
        text.sections().stream()
            .filter(section -> !section.isAppendix())
            .map(AgreementPrinter::section)
            .toList(),
        text.sections().stream()
            .filter(AgreementText.Section::isAppendix)
            .map(AgreementPrinter::section)
            .toList());
  }

  /** What binds the print to the text in both languages, and to the processor's signature on it. */
  private static List<String> signed(AgreementVersion version, boolean danish) {
    String text =
        (danish ? "Tekstens SHA-256: " : "SHA-256 of the text: ") + version.sha256().hex();
    AgreementVersion.Publication publication = version.publication();
    if (publication == null) {
      return List.of(text);
    }
    return List.of(
        (danish
                ? "Underskrevet for databehandleren af %s den %s"
                : "Signed for the processor by %s on %s")
            .formatted(publication.signer(), day(publication.at())),
        text);
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, DENMARK);
  }

  private static AgreementDocument.Party party(String role, Party party, List<String> details) {
    return new AgreementDocument.Party(role, party.name(), party.cvr(), details);
  }

  private static AgreementDocument.Section section(AgreementText.Section section) {
    return new AgreementDocument.Section(section.number(), section.heading(), section.paragraphs());
  }
}
