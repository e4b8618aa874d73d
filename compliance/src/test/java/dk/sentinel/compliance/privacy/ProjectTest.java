package dk.sentinel.compliance.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.TextLanguage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 1, minimised: what people read is what capture keeps, element by element. */
final class ProjectTest {
  @ParameterizedTest
  @MethodSource("dk.sentinel.compliance.privacy.Project#all")
  void every_kept_element_is_told_once_and_nothing_else(Project project) {
    for (TextLanguage language : TextLanguage.values()) {
      List<String> told =
          project.text(language).collected().stream().map(Project.Element::element).toList();
      assertThat(told).doesNotHaveDuplicates().isNotEmpty();
      List<String> kept =
          told.stream()
              .map(element -> element.substring(0, element.indexOf('.')))
              .distinct()
              .flatMap(type -> project.kept(type).stream().map(name -> type + "." + name))
              .toList();
      assertThat(kept).containsExactlyInAnyOrderElementsOf(told);
    }
  }

  @ParameterizedTest
  @MethodSource("dk.sentinel.compliance.privacy.Project#all")
  void every_text_is_there_in_every_language(Project project) {
    for (TextLanguage language : TextLanguage.values()) {
      Project.Text text = project.text(language);
      assertThat(text.name()).isNotBlank();
      assertThat(text.purpose()).isNotBlank();
      assertThat(text.collected()).allSatisfy(element -> assertThat(element.text()).isNotBlank());
    }
    assertThat(project.kept("Observation")).isEmpty();
  }
}
