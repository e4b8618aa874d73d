package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The agreement's text in all languages, with blanks where the parties belong.
 *
 * @param texts one for each language
 */
public record Template(Map<TextLanguage, AgreementText> texts) {
  /** The name of the document format that is brought and kept. */
  public static final String FORMAT = "sentinel-agreement/1";

  /** Keeps its own copy; refuses a missing language. */
  public Template {
    texts = Map.copyOf(texts);
    if (texts.size() != TextLanguage.values().length) {
      throw new IllegalArgumentException("a template has a text in every language");
    }
  }

  /** The text in this language. */
  public AgreementText text(TextLanguage language) {
    return Objects.requireNonNull(texts.get(language));
  }

  /**
   * Writes what the operator's register, the projects and the measures say into the places that the
   * text has for them. From then on the text says what it says, whatever changes later.
   */
  Template filled(Map<TextLanguage, Facts> facts) {
    Map<TextLanguage, AgreementText> filled = new EnumMap<>(TextLanguage.class);
    texts.forEach((language, text) ->
        filled.put(language, Objects.requireNonNull(facts.get(language)).in(text)));
    return new Template(filled);
  }

  /**
   * What a clinic that signed the version before has to do: sign anew when anything but the
   * sub-processors has changed (clause 4: the instruction is the controller's), else only be told
   * (clause 7.3).
   */
  public Asks after(Template before) {
    return Arrays.stream(TextLanguage.values())
            .allMatch(language -> sameButSubProcessors(text(language), before.text(language)))
        ? Asks.NOTICE
        : Asks.SIGNATURE;
  }

  private static boolean sameButSubProcessors(AgreementText one, AgreementText other) {
    return one.title().equals(other.title())
        && withoutSubProcessors(one).equals(withoutSubProcessors(other));
  }

  private static List<AgreementText.Section> withoutSubProcessors(AgreementText text) {
    return text.sections().stream()
        .filter(section -> !section.number().equals(TemplateFormat.SUB_PROCESSORS))
        .toList();
  }

  /** As JSON in the document format, the same bytes for the same text. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    for (TextLanguage language : TextLanguage.values()) {
      AgreementText text = text(language);
      Map<String, Object> inLanguage = new LinkedHashMap<>();
      inLanguage.put("title", text.title());
      inLanguage.put("sections", text.sections().stream().map(Template::section).toList());
      json.put(language.tag(), inLanguage);
    }
    return TextResources.JSON.writeValueAsString(json);
  }

  private static Map<String, Object> section(AgreementText.Section section) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", section.number());
    json.put("heading", section.heading());
    json.put("paragraphs", section.paragraphs());
    return json;
  }
}
