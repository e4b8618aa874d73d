package dk.sentinel.api;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What people wrote in a message, by the names of FHIR's elements for such text. */
public final class WrittenText {
  private static final Set<String> NAMES =
      Set.of(
          "div",
          "text",
          "display",
          "valueString",
          "title",
          "description",
          "comment",
          "conclusion",
          "contentString",
          "line",
          "family",
          "data",
          "note",
          "patientInstruction");

  private static final int SHORTEST = 12;

  private WrittenText() {}

  /** The texts that are long enough to be told from codes. */
  public static Set<String> in(JsonNode message) {
    Set<String> texts = new TreeSet<>();
    collect(message, "", texts);
    return texts;
  }

  private static void collect(JsonNode node, String name, Set<String> texts) {
    if (node.isObject()) {
      node.properties().forEach(child -> collect(child.getValue(), child.getKey(), texts));
    } else if (node.isArray()) {
      node.forEach(child -> collect(child, name, texts));
    } else if (node.isString() && NAMES.contains(name)) {
      String text = node.stringValue().strip();
      if (text.length() >= SHORTEST) {
        texts.add(text);
      }
    }
  }
}
