package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The practice consent that a clinic's owner gives after the agreement, as a separate act.
 *
 * @param version 1, 2, …
 * @param from since when this version is offered, which is printed on it
 * @param title its title
 * @param paragraphs what is consented to
 */
public record ConsentText(int version, LocalDate from, String title, List<String> paragraphs) {
  /** The version that is offered now. */
  public static final int CURRENT = 1;

  /** Keeps its own copy of the paragraphs. */
  public ConsentText {
    paragraphs = List.copyOf(paragraphs);
  }

  /** The current version in the clinic's name. */
  public static ConsentText of(Party clinic, TextLanguage language) {
    JsonNode text = TextResources.read("consent-%d.%s".formatted(CURRENT, language.tag()));
    return new ConsentText(
        text.required("version").asInt(),
        LocalDate.parse(text.required("from").asString()),
        text.required("title").asString(),
        text.required("paragraphs")
            .valueStream()
            .map(paragraph -> Blanks.fill(paragraph.asString(), clinic))
            .toList());
  }

  /** SHA-256 of title and paragraphs in UTF-8, each followed by a line feed. */
  public Sha256 sha256() {
    String lines = title + "\n" + String.join("\n", paragraphs) + "\n";
    return Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
  }
}
