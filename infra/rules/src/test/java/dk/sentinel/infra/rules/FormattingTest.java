package dk.sentinel.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FormattingTest {

  @Test
  void every_java_file_is_formatted() throws Exception {
    List<Path> unformatted = new ArrayList<>();
    List<Path> files = Checkout.filesEndingIn(".java");
    for (Path file : files) {
      String source = Files.readString(file);
      if (!Formatting.formatted(source).equals(source)) {
        unformatted.add(Checkout.relative(file));
      }
    }
    assertThat(files).isNotEmpty();
    assertThat(unformatted).as("not formatted; run infra/format").isEmpty();
  }

  @Test
  void a_badly_formatted_source_is_noticed() throws Exception {
    String source = "class A{int  b;}\n";
    assertThat(Formatting.formatted(source)).isNotEqualTo(source);
  }
}
