package dk.sentinel.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

class WordingTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Pattern MESSAGE = Pattern.compile("#\\{([a-z][\\w.-]*)[}(]");
  private static final List<String> SPOKEN = List.of("alt", "title", "aria-label", "placeholder");

  @Test
  void danish_and_english_have_the_same_messages() throws IOException {
    assertThat(bundle("da").stringPropertyNames())
        .isEqualTo(bundle("en").stringPropertyNames())
        .isNotEmpty();
  }

  @Test
  void no_message_is_empty() throws IOException {
    for (String language : List.of("da", "en")) {
      assertThat(bundle(language))
          .allSatisfy((key, text) -> assertThat((String) text).isNotBlank());
    }
  }

  @Test
  void placeholders_are_the_same_in_both_languages() throws IOException {
    Properties danish = bundle("da");
    Properties english = bundle("en");
    for (String key : danish.stringPropertyNames()) {
      assertThat(placeholders(english.getProperty(key)))
          .as(key)
          .isEqualTo(placeholders(danish.getProperty(key)));
    }
  }

  @Test
  void an_apostrophe_is_written_twice_because_every_message_is_a_format() throws IOException {
    for (String language : List.of("da", "en")) {
      assertThat(bundle(language))
          .allSatisfy(
              (key, text) -> assertThat(((String) text).replace("''", "")).doesNotContain("'"));
    }
  }

  @Test
  void every_message_that_a_template_names_exists() throws IOException {
    Properties danish = bundle("da");
    List<String> named = new ArrayList<>();
    for (Path template : templates()) {
      MESSAGE
          .matcher(Files.readString(template))
          .results()
          .map(found -> found.group(1))
          .forEach(named::add);
    }
    assertThat(named)
        .hasSizeGreaterThan(100)
        .allSatisfy(key -> assertThat(danish).containsKey(key));
  }

  @Test
  void every_page_has_a_title() throws IOException {
    Properties danish = bundle("da");
    for (Path template : templates()) {
      if (Files.readString(template).contains("layout :: page")) {
        String view = template.getFileName().toString().replace(".html", "");
        assertThat(danish).containsKey("title." + view);
      }
    }
  }

  @Test
  void every_gate_has_words() throws IOException {
    Properties danish = bundle("da");
    for (String gate : List.of("practice-system", "agreement", "consent", "enrolment", "data")) {
      assertThat(danish)
          .containsKeys(
              "gate." + gate,
              "gate.short." + gate,
              "gate." + gate + ".what",
              "gate." + gate + ".because",
              "gate." + gate + ".next.owner",
              "gate." + gate + ".next.other");
    }
  }

  @Test
  void no_template_has_text_of_its_own() throws IOException {
    List<String> raw = new ArrayList<>();
    for (Path template : templates()) {
      for (Element element : Jsoup.parse(Files.readString(template)).getAllElements()) {
        for (TextNode text : element.textNodes()) {
          if (!text.isBlank()) {
            raw.add(template.getFileName() + ": " + text.text());
          }
        }
        for (Attribute attribute : element.attributes()) {
          if (SPOKEN.contains(attribute.getKey()) && !attribute.getValue().isEmpty()) {
            raw.add(template.getFileName() + ": " + attribute);
          }
        }
      }
    }
    assertThat(raw).isEmpty();
  }

  @Test
  void no_template_has_a_script_or_a_style_of_its_own() throws IOException {
    for (Path template : templates()) {
      var page = Jsoup.parse(Files.readString(template));
      assertThat(page.select("style, [style], script:not([th:src])")).as("%s", template).isEmpty();
      for (Element element : page.getAllElements()) {
        assertThat(element.attributes())
            .as("%s", template)
            .noneMatch(attribute -> attribute.getKey().matches("on[a-z]+|hx-on.*|th:utext"));
      }
    }
  }

  private static List<String> placeholders(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(found -> found.group())
        .sorted()
        .toList();
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("templates"))) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  private static Properties bundle(String language) throws IOException {
    Properties messages = new Properties();
    try (Reader file =
        Files.newBufferedReader(
            RESOURCES.resolve("messages_" + language + ".properties"), StandardCharsets.UTF_8)) {
      messages.load(file);
    }
    return messages;
  }
}
