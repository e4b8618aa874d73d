package dk.sentinel.api.capture;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Counts what is left behind, by kind and never by value. */
final class DropCount {
  static final String FREE_TEXT = "free-text";
  static final String NOT_IN_SPECIFICATION = "not-in-specification";

  /** Elements in which people write, whatever the resource. */
  private static final Set<String> TEXT =
      Set.of(
          "text",
          "note",
          "description",
          "comment",
          "name",
          "address",
          "telecom",
          "contact",
          "display",
          "valueString",
          "patientInstruction",
          "reasonText",
          "photo",
          "payload");

  /** What every resource has and nothing is lost with. */
  private static final Set<String> STRUCTURE = Set.of("resourceType", "id", "meta");

  private final Map<String, Integer> counts = new TreeMap<>();

  /** The same counts, to count on. */
  DropCount copy() {
    DropCount copy = new DropCount();
    copy.counts.putAll(counts);
    return copy;
  }

  /** Counts a whole resource. */
  void resource(String type, String reason) {
    count(reason, FhirNames.type(type));
  }

  /** Counts the elements of a resource that are not kept, and texts beside kept codes. */
  void elements(String type, JsonNode resource, Set<String> kept) {
    resource
        .propertyStream()
        .forEach(element -> {
          String name = element.getKey();
          if (kept.contains(name)) {
            textBesideCodes(type + "." + name, element.getValue());
          } else if (!STRUCTURE.contains(name)) {
            count(
                TEXT.contains(name) ? FREE_TEXT : NOT_IN_SPECIFICATION,
                type + "." + FhirNames.element(name));
          }
        });
  }

  private void textBesideCodes(String path, JsonNode value) {
    for (JsonNode one : value.isArray() ? value : java.util.List.of(value)) {
      if (one.has("text")) {
        count(FREE_TEXT, path + ".text");
      }
      for (JsonNode coding : one.path("coding")) {
        if (coding.has("display")) {
          count(FREE_TEXT, path + ".coding.display");
        }
      }
      if (one.has("display")) {
        count(FREE_TEXT, path + ".display");
      }
    }
  }

  private void count(String reason, String what) {
    counts.merge(reason + " " + what, 1, Integer::sum);
  }

  /** How often, by reason and kind separated by a space; sorted. */
  Map<String, Integer> counts() {
    return counts;
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
