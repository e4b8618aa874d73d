package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the document format in which the operator brings the agreement's text: JSON with {@code
 * format} and, for each language, {@code title} and {@code sections}, which have {@code number},
 * {@code heading} and {@code paragraphs}. Clauses 1 to 15 and appendices A to D, all and in order
 * (domain facts, section 2.1 and 2.2), equally many paragraphs in each language, and no blank that
 * nobody fills.
 */
public final class TemplateFormat {
  static final String SUB_PROCESSORS = "B";
  static final String PROJECTS = "{dataTypes}";
  static final String LIST_OF_SUB_PROCESSORS = "{subProcessors}";
  static final String MEASURES = "{measures}";

  /** Which list of {@link Facts} must stand in which section. */
  private static final Map<String, String> LISTS =
      Map.of("A", PROJECTS, SUB_PROCESSORS, LIST_OF_SUB_PROCESSORS, "C", MEASURES);

  private static final Set<String> BLANKS =
      Set.of(
          "{clinic}",
          "{cvr}",
          "{processor}",
          "{processorCvr}",
          PROJECTS,
          LIST_OF_SUB_PROCESSORS,
          MEASURES);

  private static final Pattern BLANK = Pattern.compile("\\{[^}]*}?");
  private static final int LONGEST_PARAGRAPH = 5_000;
  private static final int MOST_PARAGRAPHS = 60;

  private static final List<String> NUMBERS =
      Stream.concat(
              IntStream.rangeClosed(1, 15).mapToObj(Integer::toString),
              Stream.of("A", "B", "C", "D"))
          .toList();

  private TemplateFormat() {}

  /**
   * Something that is wrong with a document.
   *
   * @param place where, such as {@code da.sections[7].paragraphs[0]}
   * @param rule what must hold there
   */
  public record Fault(String place, String rule) {}

  /**
   * What became of reading.
   *
   * @param template the text, when there is no fault
   * @param faults what is wrong, in reading order
   */
  public record Reading(Optional<Template> template, List<Fault> faults) {
    /** Keeps its own copy of the faults. */
    public Reading {
      faults = List.copyOf(faults);
    }
  }

  /** The example that comes with the software, in our own plain wording. */
  public static String example() {
    return TextResources.JSON
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(TextResources.read("example"));
  }

  /** Reads a document that somebody brings. */
  public static Reading read(String json) {
    try {
      return read(TextResources.JSON.readTree(json), true);
    } catch (JacksonException notJson) {
      return new Reading(
          Optional.empty(), List.of(new Fault("template", "must be a JSON document")));
    }
  }

  /** Reads what {@link Template#json} wrote. */
  static Template kept(String json) {
    Reading reading = read(TextResources.JSON.readTree(json), false);
    return reading
        .template()
        .orElseThrow(
            () -> new IllegalStateException("a kept text is damaged: " + reading.faults()));
  }

  private static Reading read(JsonNode json, boolean withLists) {
    List<Fault> faults = new ArrayList<>();
    if (!json.path("format").asString("").equals(Template.FORMAT)) {
      faults.add(new Fault("format", "must be " + Template.FORMAT));
    }
    Map<TextLanguage, AgreementText> texts = new EnumMap<>(TextLanguage.class);
    for (TextLanguage language : TextLanguage.values()) {
      texts.put(language, text(json.path(language.tag()), language, withLists, faults));
    }
    if (faults.isEmpty()) {
      compare(texts, faults);
    }
    return new Reading(
        faults.isEmpty() ? Optional.of(new Template(texts)) : Optional.empty(), faults);
  }

  private static AgreementText text(
      JsonNode json, TextLanguage language, boolean withLists, List<Fault> faults) {
    String place = language.tag();
    String title = line(json.path("title"), place + ".title", 200, faults);
    List<AgreementText.Section> sections = new ArrayList<>();
    JsonNode given = json.path("sections");
    if (given.size() != NUMBERS.size()) {
      faults.add(new Fault(place + ".sections", "must be clauses 1 to 15 and appendices A to D"));
    } else {
      for (int at = 0; at < NUMBERS.size(); at++) {
        sections.add(
            section(
                given.path(at),
                NUMBERS.get(at),
                "%s.sections[%d]".formatted(place, at),
                withLists,
                faults));
      }
    }
    return new AgreementText(language, title, sections);
  }

  private static AgreementText.Section section(
      JsonNode json, String number, String place, boolean withLists, List<Fault> faults) {
    if (!json.path("number").asString("").equals(number)) {
      faults.add(new Fault(place + ".number", "must be " + number));
    }
    String heading = line(json.path("heading"), place + ".heading", 200, faults);
    JsonNode given = json.path("paragraphs");
    List<String> paragraphs = new ArrayList<>();
    if (given.isEmpty() || given.size() > MOST_PARAGRAPHS) {
      faults.add(new Fault(place + ".paragraphs", "must be 1 to 60 paragraphs"));
    } else {
      for (int at = 0; at < given.size(); at++) {
        paragraphs.add(
            line(
                given.path(at),
                "%s.paragraphs[%d]".formatted(place, at),
                LONGEST_PARAGRAPH,
                faults));
      }
    }
    if (withLists) {
      blanks(number, paragraphs, place, faults);
    }
    return new AgreementText.Section(number, heading, paragraphs);
  }

  private static void blanks(
      String number, List<String> paragraphs, String place, List<Fault> faults) {
    String list = LISTS.get(number);
    if (list != null && paragraphs.stream().noneMatch(text -> text.contains(list))) {
      faults.add(new Fault(place, "must have a paragraph with " + list));
    }
    for (int at = 0; at < paragraphs.size(); at++) {
      boolean known =
          BLANK
              .matcher(paragraphs.get(at))
              .results()
              .allMatch(each -> BLANKS.contains(each.group()));
      if (!known) {
        faults.add(
            new Fault(
                "%s.paragraphs[%d]".formatted(place, at),
                "must have no other blanks than " + BLANKS.stream().sorted().toList()));
      }
    }
  }

  private static String line(JsonNode json, String place, int longest, List<Fault> faults) {
    String text = json.asString("").strip();
    if (!json.isString()
        || text.isEmpty()
        || text.length() > longest
        || text.codePoints().anyMatch(Character::isISOControl)) {
      faults.add(new Fault(place, "must be text on one line, at most " + longest + " characters"));
    }
    return text;
  }

  private static void compare(Map<TextLanguage, AgreementText> texts, List<Fault> faults) {
    List<Integer> first = null;
    for (AgreementText text : texts.values()) {
      List<Integer> counts =
          text.sections().stream().map(section -> section.paragraphs().size()).toList();
      if (first != null && !first.equals(counts)) {
        faults.add(
            new Fault(
                text.language().tag() + ".sections",
                "must have as many paragraphs in each section as in the other language"));
      }
      first = counts;
    }
  }
}
