package dk.sentinel.api.capture;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Finds the ydernumre in a Bundle: they say for which clinic it is. */
final class SenderReader {
  private static final String YDERNUMMER = "urn:oid:1.2.208.176.1.4";
  private static final Set<String> TYPES =
      Set.of("Organization", "Practitioner", "PractitionerRole");

  private SenderReader() {}

  /** The ydernumre, normalised to six digits; those that are none are left out. */
  static SortedSet<String> ydernumre(ReceivedBundle bundle) {
    SortedSet<String> found = new TreeSet<>();
    for (ReceivedBundle.Entry entry : bundle.entries()) {
      if (TYPES.contains(entry.type())) {
        for (JsonNode identifier : entry.resource().path("identifier")) {
          String value = identifier.path("value").asString("").strip();
          if (identifier.path("system").asString("").equals(YDERNUMMER)
              && value.matches("[0-9]{1,6}")) {
            found.add("0".repeat(6 - value.length()) + value);
          }
        }
      }
    }
    return found;
  }
}
