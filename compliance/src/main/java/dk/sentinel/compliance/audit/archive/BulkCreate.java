package dk.sentinel.compliance.audit.archive;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** One bulk request that creates documents and never overwrites. */
final class BulkCreate {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CREATED = 201;
  private static final int EXISTS = 409;

  private final List<Shipment> entries;

  private BulkCreate(List<Shipment> entries) {
    this.entries = entries;
  }

  static BulkCreate of(List<Shipment> entries) {
    return new BulkCreate(entries);
  }

  Mono<Result> sendTo(AuditArchive archive) {
    return archive
        .client()
        .bulk("/" + archive.stream() + "/_bulk", lines(), PATIENCE)
        .map(answer -> result(answer.ok(), ".ds-" + archive.stream() + "-"));
  }

  private String lines() {
    StringBuilder lines = new StringBuilder(entries.size() * 1_024);
    for (Shipment entry : entries) {
      lines.append("{\"create\":{\"_id\":\"").append(entry.id()).append("\"}}\n");
      lines.append(entry.document()).append('\n');
    }
    return lines.toString();
  }

  private static Result result(JsonNode answer, String backing) {
    Set<String> accepted = new HashSet<>();
    String refusal = "";
    for (JsonNode item : answer.path("items")) {
      JsonNode created = item.path("create");
      int status = created.path("status").asInt(0);
      boolean inStream = created.path("_index").asString("").startsWith(backing);
      if (inStream && (status == CREATED || status == EXISTS)) {
        accepted.add(created.path("_id").asString(""));
      } else {
        refusal = status + " " + created.path("error").path("type").asString("outside the stream");
      }
    }
    return new Result(accepted, refusal);
  }

  /**
   * What OpenSearch said.
   *
   * @param accepted ids of the documents that are there now
   * @param refusal why another was refused; empty when none was
   */
  record Result(Set<String> accepted, String refusal) {
    /** The size up to which a clinic's entries, given in order, are there without a gap. */
    long acceptedUpTo(List<Shipment> inOrder) {
      long size = inOrder.getFirst().position();
      for (Shipment entry : inOrder) {
        if (!accepted.contains(entry.id())) {
          return size;
        }
        size = entry.position() + 1;
      }
      return size;
    }

    int acceptedOrRefused() {
      if (accepted.isEmpty()) {
        throw new ArchiveUnavailableException("OpenSearch refused every entry: " + refusal, null);
      }
      return accepted.size();
    }
  }
}
