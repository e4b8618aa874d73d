package dk.sentinel.compliance.audit.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Creates documents and never overwrites: bulk requests one after the other, in order. */
final class BulkCreate {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CREATED = 201;
  private static final int EXISTS = 409;

  /** How large one request is, about: in characters. */
  private static final int REQUEST = 4 << 20;

  private final List<Shipment> entries;

  private BulkCreate(List<Shipment> entries) {
    this.entries = entries;
  }

  static BulkCreate of(List<Shipment> entries) {
    return new BulkCreate(entries);
  }

  /** Sends all; what was accepted can be found by a search when this completes. */
  Mono<Result> sendTo(AuditArchive archive) {
    List<String> requests = requests();
    String backing = ".ds-" + archive.stream() + "-";
    return Flux.range(0, requests.size())
        .concatMap(i ->
            archive
                .client()
                .bulk(
                    "/" + archive.stream() + "/_bulk",
                    requests.get(i),
                    i == requests.size() - 1,
                    PATIENCE))
        .map(answer -> result(answer.ok(), backing))
        .reduce(Result::and);
  }

  private List<String> requests() {
    List<String> requests = new ArrayList<>();
    StringBuilder lines = new StringBuilder(REQUEST + REQUEST / 4);
    for (Shipment entry : entries) {
      lines.append("{\"create\":{\"_id\":\"").append(entry.id()).append("\"}}\n");
      lines.append(entry.document()).append('\n');
      if (lines.length() >= REQUEST) {
        requests.add(lines.toString());
        lines.setLength(0);
      }
    }
    if (!lines.isEmpty()) {
      requests.add(lines.toString());
    }
    return requests;
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
    Result and(Result next) {
      accepted.addAll(next.accepted);
      return new Result(accepted, refusal.isEmpty() ? next.refusal : refusal);
    }

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
