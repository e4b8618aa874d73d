package dk.sentinel.compliance.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.TextChanges.Kind;
import dk.sentinel.compliance.agreement.TextChanges.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextChangesTest {
  @Test
  void paragraphs_that_stay_are_told_from_those_that_go_and_come() {
    assertThat(TextChanges.between(text("H", "a", "b", "c"), text("H", "a", "x", "c", "d")))
        .singleElement()
        .satisfies(change ->
            assertThat(change.lines())
                .containsExactly(
                    new Line(Kind.SAME, "a"),
                    new Line(Kind.REMOVED, "b"),
                    new Line(Kind.ADDED, "x"),
                    new Line(Kind.SAME, "c"),
                    new Line(Kind.ADDED, "d")));
  }

  @Test
  void another_heading_alone_is_a_change() {
    assertThat(TextChanges.between(text("H", "a"), text("I", "a")))
        .singleElement()
        .satisfies(change ->
            assertThat(change.lines())
                .containsExactly(
                    new Line(Kind.REMOVED, "H"),
                    new Line(Kind.ADDED, "I"),
                    new Line(Kind.SAME, "a")));
  }

  @Test
  void the_same_text_has_no_changes() {
    assertThat(TextChanges.between(text("H", "a", "b"), text("H", "a", "b"))).isEmpty();
  }

  private static AgreementText text(String heading, String... paragraphs) {
    return new AgreementText(
        TextLanguage.EN,
        "T",
        List.of(new AgreementText.Section("1", heading, List.of(paragraphs))));
  }
}
