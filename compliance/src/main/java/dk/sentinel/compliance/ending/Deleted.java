package dk.sentinel.compliance.ending;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a deletion took.
 *
 * @param gone how many of each kind, in the order in which they went
 * @param keys ids of the destroyed keys, sorted
 */
public record Deleted(Map<String, Long> gone, List<String> keys) {
  /** Keeps its own copies, in their order. */
  public Deleted {
    gone = Collections.unmodifiableMap(new LinkedHashMap<>(gone));
    keys = List.copyOf(keys);
  }
}
