package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.privacy.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an agreement says about the running system, in one language. A paragraph has a place for a
 * list of them in curly brackets; the list stands below it, an item a paragraph.
 */
final class Facts {
  private static final String ITEM = "• ";

  private final Map<String, List<String>> lists;
  private final String none;

  private Facts(Map<String, List<String>> lists, String none) {
    this.lists = lists;
    this.none = none;
  }

  /** As they are: the projects and measures of this installation, and these sub-processors. */
  static Facts now(TextLanguage language, List<SubProcessor> subProcessors) {
    return new Facts(
        Map.of(
            TemplateFormat.PROJECTS,
            Project.all().stream().map(project -> dataOf(project, language)).toList(),
            TemplateFormat.LIST_OF_SUB_PROCESSORS,
            subProcessors.stream().map(each -> each.line(language)).toList(),
            TemplateFormat.MEASURES,
            TextResources.read("measures")
                .valueStream()
                .map(measure -> measure.required(language.tag()).asString())
                .toList()),
        language == TextLanguage.DA ? "ingen." : "none.");
  }

  private static String dataOf(Project project, TextLanguage language) {
    Project.Text text = project.text(language);
    return text.name()
        + " ("
        + project.specification()
        + "): "
        + text.collected().stream().map(Project.Element::text).collect(Collectors.joining("; "));
  }

  AgreementText in(AgreementText text) {
    return new AgreementText(
        text.language(),
        text.title(),
        text.sections().stream()
            .map(section ->
                new AgreementText.Section(
                    section.number(),
                    section.heading(),
                    section.paragraphs().stream().flatMap(this::filled).toList()))
            .toList());
  }

  private Stream<String> filled(String paragraph) {
    String text = paragraph;
    List<String> items = new ArrayList<>();
    for (Map.Entry<String, List<String>> list : lists.entrySet()) {
      if (text.contains(list.getKey())) {
        text = text.replace(list.getKey(), list.getValue().isEmpty() ? none : "").strip();
        list.getValue().forEach(item -> items.add(ITEM + item));
      }
    }
    return Stream.concat(Stream.of(text), items.stream());
  }
}
