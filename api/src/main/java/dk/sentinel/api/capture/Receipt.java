package dk.sentinel.api.capture;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a Bundle. Tells counts, places and kinds; never a value that was sent.
 *
 * @param receiptId names this submission in the clinic's audit trail
 * @param receivedAt when
 * @param bundleSha256 the Bundle that is meant, lower-case hex, after decompression
 * @param stored how many were stored, by resource type
 * @param unchanged how many were there already, by resource type
 * @param dropped what was left behind
 * @param refused which entries were refused and why
 */
record Receipt(
    UUID receiptId,
    Instant receivedAt,
    String bundleSha256,
    Map<String, Integer> stored,
    Map<String, Integer> unchanged,
    List<Dropped> dropped,
    List<RefusedEntry> refused) {

  /**
   * Something left behind.
   *
   * @param reason free-text, not-in-specification, no-icpc-2-code, no-service-code or no-datum
   * @param what resource type or element
   * @param count how often
   */
  record Dropped(String reason, String what, int count) {}

  /**
   * An entry that was refused.
   *
   * @param index its place in the Bundle, from 0
   * @param resourceType its type
   * @param reason why, from the list in the OpenAPI description
   * @param gate the closed gate, when that is why
   * @param message what to do
   */
  record RefusedEntry(
      int index, String resourceType, String reason, @Nullable String gate, String message) {
    static RefusedEntry of(Refused refused) {
      return new RefusedEntry(
          refused.index(),
          refused.resourceType(),
          refused.reason().code(),
          refused.gate() == null ? null : refused.gate().code(),
          refused.reason().advice());
    }
  }

  static List<Dropped> dropped(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> {
          int space = count.getKey().indexOf(' ');
          return new Dropped(
              count.getKey().substring(0, space),
              count.getKey().substring(space + 1),
              count.getValue());
        })
        .toList();
  }
}
