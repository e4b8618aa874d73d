package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A version of the data processing agreement in one language: fifteen clauses and the appendices A
 * to D, after the structure of Datatilsynet's standard clauses (domain facts, section 2). A version
 * is never edited; a change of purpose or instruction is a new version and needs a new signature.
 *
 * @param version 1, 2, …
 * @param effectiveFrom the day the version was made available
 * @param language of the text
 * @param title its title
 * @param sections clauses "1" to "15", then appendices "A" to "D"
 */
public record AgreementText(
    int version,
    LocalDate effectiveFrom,
    TextLanguage language,
    String title,
    List<Section> sections) {
  /** The version that is offered for signature now. */
  public static final int CURRENT = 1;

  private static final Map<TextLanguage, AgreementText> TEXTS = load();

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
  }

  /** The current version with blanks where the parties' names belong. */
  public static AgreementText template(TextLanguage language) {
    return Objects.requireNonNull(TEXTS.get(language));
  }

  /** The current version between these parties: what is printed, hashed and signed. */
  public static AgreementText between(Party controller, Party processor, TextLanguage language) {
    AgreementText template = template(language);
    return new AgreementText(
        template.version,
        template.effectiveFrom,
        language,
        template.title,
        template.sections.stream()
            .map(section ->
                new Section(
                    section.number,
                    section.heading,
                    section.paragraphs.stream()
                        .map(paragraph -> Blanks.fill(paragraph, controller, processor))
                        .toList()))
            .toList());
  }

  private static Map<TextLanguage, AgreementText> load() {
    Map<TextLanguage, AgreementText> texts = new EnumMap<>(TextLanguage.class);
    for (TextLanguage language : TextLanguage.values()) {
      texts.put(language, read(language));
    }
    return texts;
  }

  private static AgreementText read(TextLanguage language) {
    JsonNode text = TextResources.read("dpa", CURRENT, language);
    return new AgreementText(
        text.required("version").asInt(),
        LocalDate.parse(text.required("effectiveFrom").asString()),
        language,
        text.required("title").asString(),
        text.required("sections").valueStream().map(AgreementText::section).toList());
  }

  private static Section section(JsonNode section) {
    return new Section(
        section.required("number").asString(),
        section.required("heading").asString(),
        section.required("paragraphs").valueStream().map(JsonNode::asString).toList());
  }
}
