package dk.sentinel.compliance.audit.archive;

import java.time.Instant;
import java.util.UUID;

/**
 * An entry on its way to the archive.
 *
 * @param clinic whose log
 * @param position its place there
 * @param recordedAt when it was recorded
 * @param canonical its text
 */
record Shipment(UUID clinic, long position, Instant recordedAt, String canonical) {
  /** The document's id: the same entry always has the same. */
  String id() {
    return clinic + "/" + position;
  }

  /** The document: what the entry says, to be searched, and its exact text, to be compared. */
  String document() {
    return "{\"@timestamp\":\""
        + recordedAt
        + "\",\"position\":"
        + position
        + ",\"canonical\":"
        + ArchiveClient.JSON.writeValueAsString(canonical)
        + ","
        + canonical.substring(1);
  }
}
