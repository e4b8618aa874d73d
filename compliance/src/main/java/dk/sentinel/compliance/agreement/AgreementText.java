package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.util.List;

/**
 * The data processing agreement in one language: fifteen clauses and the appendices A to D, after
 * the structure of Datatilsynet's standard clauses (domain facts, section 2).
 *
 * @param language of the text
 * @param title its title
 * @param sections clauses "1" to "15", then appendices "A" to "D"
 */
public record AgreementText(TextLanguage language, String title, List<Section> sections) {
  /** Keeps its own copy of the sections. */
  public AgreementText {
    sections = List.copyOf(sections);
  }

  /**
   * A clause or an appendix.
   *
   * @param number "1" to "15" or "A" to "D"
   * @param heading its heading
   * @param paragraphs its points, each with its own number
   */
  public record Section(String number, String heading, List<String> paragraphs) {
    /** Keeps its own copy of the paragraphs. */
    public Section {
      paragraphs = List.copyOf(paragraphs);
    }

    /** Whether this is an appendix rather than a clause. */
    public boolean isAppendix() {
      return Character.isLetter(number.charAt(0));
    }

    private Section between(Party controller, Party processor) {
      return new Section(
          number,
          heading,
          paragraphs.stream()
              .map(paragraph -> Blanks.fill(paragraph, controller, processor))
              .toList());
    }
  }

  /** The text with the parties in its blanks: what is printed, hashed and signed. */
  public AgreementText between(Party controller, Party processor) {
    return new AgreementText(
        language,
        title,
        sections.stream().map(section -> section.between(controller, processor)).toList());
  }
}
