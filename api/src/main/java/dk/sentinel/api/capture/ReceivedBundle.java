package dk.sentinel.api.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Bundle as it came, entry by entry, not yet judged.
 *
 * @param entries in the order of the Bundle
 */
record ReceivedBundle(List<Entry> entries) {

  /**
   * An entry.
   *
   * @param index its place in the Bundle, from 0
   * @param fullUrl its address inside the Bundle; null when it has none
   * @param resource the resource; a missing node when the entry has none
   */
  record Entry(int index, @Nullable String fullUrl, JsonNode resource) {
    /** The resource's type; empty when it has none, and never a word that a sender made up. */
    String type() {
      JsonNode type = resource.path("resourceType");
      return type.isString() ? FhirNames.type(type.stringValue()) : "";
    }

    /** What the sending system calls the resource: its id, else its address. */
    @Nullable String sourceId() {
      String id = resource.path("id").asString("");
      if (!id.isEmpty()) {
        return id;
      }
      return fullUrl;
    }
  }
}
