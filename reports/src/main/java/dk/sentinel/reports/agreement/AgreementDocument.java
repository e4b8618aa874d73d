package dk.sentinel.reports.agreement;

import dk.sentinel.reports.ReportLanguage;
import java.time.LocalDate;
import java.util.List;

/**
 * An agreement as it is printed: equal documents are printed as equal bytes, so the bytes can be
 * hashed and signed.
 *
 * @param title what the document is, such as "Databehandleraftale"
 * @param version the version of the text, such as "2026-1"
 * @param language the language of the texts
 * @param date the day the version took effect; also the creation date inside the PDF
 * @param parties the controller first, then the processor; two at most, may be empty
 * @param sections the clauses in order
 * @param appendices the appendices in order, each beginning on a page of its own; may be empty
 */
public record AgreementDocument(
    String title,
    String version,
    ReportLanguage language,
    LocalDate date,
    List<Party> parties,
    List<Section> sections,
    List<Section> appendices) {

  /** Keeps its own copies of the lists; refuses more than two parties. */
  public AgreementDocument {
    if (parties.size() > 2) {
      throw new IllegalArgumentException("An agreement is printed with two parties at most");
    }
    parties = List.copyOf(parties);
    sections = List.copyOf(sections);
    appendices = List.copyOf(appendices);
  }

  /**
   * One who enters into the agreement.
   *
   * @param role what the party is, such as "Dataansvarlig"
   * @param name the company's name
   * @param cvr its company number
   * @param details further lines, such as the address; may be empty
   */
  public record Party(String role, String name, String cvr, List<String> details) {

    /** Keeps its own copy of the list. */
    public Party {
      details = List.copyOf(details);
    }
  }

  /**
   * A clause or an appendix.
   *
   * @param number as printed: "1", "7.2", "A"
   * @param heading the heading without its number
   * @param paragraphs the paragraphs in order, plain text; one that begins with "• " or "- " is
   *     printed as an indented item
   */
  public record Section(String number, String heading, List<String> paragraphs) {

    /** Keeps its own copy of the list. */
    public Section {
      paragraphs = List.copyOf(paragraphs);
    }
  }
}
