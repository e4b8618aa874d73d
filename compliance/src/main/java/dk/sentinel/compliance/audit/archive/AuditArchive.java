package dk.sentinel.compliance.audit.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The data stream that holds the searchable copy of all clinics' entries.
 *
 * <p>Write-once by the engine itself: its backing indices are append-only, so no document can be
 * updated, overwritten or deleted, and their metadata are blocked, so they cannot be re-mapped,
 * re-set, closed or deleted one by one. Indices that have been rolled over take no writes at all.
 * Only {@link #rollOver} and {@link #delete} lift the block of metadata, for one request. Deleting
 * the whole stream is not refused by the engine; then everything is shipped again.
 *
 * <p>Each document is created under the id {@code clinic/position}. The id is unique per backing
 * index only, which is why only the {@link Shipper} may roll over, and when.
 */
public final class AuditArchive implements AutoCloseable {
  /** How large an index may grow before the next one is begun: 20 GiB. */
  public static final long INDEX_BYTES = 20L << 30;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String GUARDED = "{\"index.blocks.metadata\":true}";
  private static final String OPENED = "{\"index.blocks.metadata\":false}";
  private static final String FINISHED =
      "{\"index.blocks.metadata\":true,\"index.blocks.write\":true}";

  private static final Duration LONG_PATIENCE = Duration.ofSeconds(40);
  private static final String NEWEST =
      """
      {"size":0,"track_total_hits":false,"aggs":{"newest":{"max":{"field":"@timestamp"}}}}
      """;

  /** The engine makes no more than 65,536 buckets; there are some hundred clinics. */
  private static final String ENDS =
      """
      {"size":0,"track_total_hits":false,"aggs":{
        "clinics":{"terms":{"field":"clinic","size":20000},
          "aggs":{"last":{"max":{"field":"position"}}}}}}
      """;

  private final ArchiveClient client;
  private final String stream;
  private final long indexBytes;

  /** Ids of the indices that this process has seen guarded; a restart only guards them again. */
  private final Set<String> guarded = ConcurrentHashMap.newKeySet();

  private AuditArchive(ArchiveClient client, String stream, long indexBytes) {
    this.client = client;
    this.stream = stream;
    this.indexBytes = indexBytes;
  }

  /**
   * The archive of one installation. Connects when first used; OpenSearch may come up later.
   *
   * @param url where OpenSearch answers
   * @param prefix what the names of this installation's indices begin with, such as {@code
   *     sentinel-}
   */
  public static AuditArchive at(URI url, String prefix) {
    return at(url, prefix, INDEX_BYTES);
  }

  /**
   * The archive of one installation with indices of another size.
   *
   * @param url where OpenSearch answers
   * @param prefix what the names of this installation's indices begin with
   * @param indexBytes the size of an index in bytes from which the next one is begun
   */
  public static AuditArchive at(URI url, String prefix, long indexBytes) {
    return new AuditArchive(ArchiveClient.to(url), prefix + "audit", indexBytes);
  }

  /**
   * A backing index.
   *
   * @param name its name
   * @param id the engine's own id of it, never given twice
   */
  record Index(String name, String id) {}

  /**
   * The data stream as it is.
   *
   * @param isNew whether it had to be made, and is empty
   * @param indices oldest first; the last one takes the writes
   */
  record Stream(boolean isNew, List<Index> indices) {
    Index writing() {
      return indices.getLast();
    }

    boolean has(String id) {
      return indices.stream().anyMatch(index -> index.id().equals(id));
    }
  }

  ArchiveClient client() {
    return client;
  }

  /** The name of the data stream. */
  public String stream() {
    return stream;
  }

  /** Makes the data stream when there is none, and guards every index that is not guarded yet. */
  Mono<Stream> prepare() {
    return client
        .send("GET", "/_data_stream/" + stream, null, PATIENCE)
        .flatMap(answer ->
            switch (answer.status()) {
              case 200 -> Mono.just(indices(answer.body(), false));
              case 404 -> create();
              default -> Mono.error(answer.refused());
            })
        .flatMap(found -> guard(found).thenReturn(found));
  }

  /** Whether the index has reached its size. */
  Mono<Boolean> isFull(Index index) {
    return client
        .send("GET", "/_nodes/stats/indices/store?level=indices", null, PATIENCE)
        .map(answer -> {
          long largest = 0;
          for (JsonNode node : answer.ok().path("nodes")) {
            JsonNode here = node.path("indices").path("indices").path(index.name());
            largest = Math.max(largest, here.path("store").path("size_in_bytes").asLong(0));
          }
          return largest >= indexBytes;
        });
  }

  /**
   * Begins a new index. Only when everything that was ever sent is acknowledged and known to be:
   * what is sent again afterwards goes to the new index, where its id is not known. The engine
   * wants the metadata of all indices of the stream open for it; the next {@link #prepare} closes
   * them again if this does not come so far.
   */
  Mono<Void> rollOver(Stream found) {
    return ok("PUT", "/" + stream + "/_settings", OPENED)
        .doFirst(guarded::clear)
        .then(Mono.defer(() -> ok("POST", "/" + stream + "/_rollover", null)))
        .thenMany(Flux.fromIterable(found.indices()))
        .concatMap(this::finish)
        .then();
  }

  /** When the newest entry of an index was recorded; {@link Instant#MIN} when it has none. */
  Mono<Instant> newest(Index index) {
    return counted(index, NEWEST, PATIENCE)
        .map(counts -> counts.path("newest").path("value"))
        .map(at -> at.isNumber() ? Instant.ofEpochMilli((long) at.asDouble()) : Instant.MIN);
  }

  /** For each clinic the position after its last entry in an index; reads all of it. */
  Mono<Map<UUID, Long>> ends(Index index) {
    return counted(index, ENDS, LONG_PATIENCE).map(AuditArchive::ends);
  }

  private Mono<JsonNode> counted(Index index, String counting, Duration patience) {
    return client
        .send("POST", "/" + index.name() + "/_search", counting, patience)
        .map(ArchiveClient.Answer::ok)
        .map(answer -> {
          if (answer.path("timed_out").asBoolean(true)
              || answer.path("_shards").path("failed").asInt(1) > 0) {
            throw new ArchiveUnavailableException("OpenSearch counted a part of an index", null);
          }
          return answer.path("aggregations");
        });
  }

  private static Map<UUID, Long> ends(JsonNode counts) {
    JsonNode clinics = counts.path("clinics");
    if (clinics.path("sum_other_doc_count").asLong(1) > 0) {
      throw new ArchiveUnavailableException("OpenSearch left out clinics of an index", null);
    }
    Map<UUID, Long> ends = new TreeMap<>();
    for (JsonNode clinic : clinics.path("buckets")) {
      ends.put(
          UUID.fromString(clinic.path("key").asString()),
          (long) clinic.path("last").path("value").asDouble() + 1);
    }
    return ends;
  }

  /** Deletes an index that takes no more writes, as a whole: the only way entries leave it. */
  Mono<Void> delete(Index index) {
    return settings(index, OPENED)
        .doFirst(() -> guarded.remove(index.id()))
        .then(Mono.defer(() -> ok("DELETE", "/" + index.name(), null)));
  }

  private Mono<Void> guard(Stream found) {
    Index writing = found.writing();
    return Flux.fromIterable(found.indices())
        .filter(index -> !guarded.contains(index.id()))
        .concatMap(index ->
            (index.equals(writing) ? settings(index, GUARDED) : finish(index))
                .doOnSuccess(done -> guarded.add(index.id())))
        .then();
  }

  /** Blocks a rolled over index for good; forbidden means that it is blocked already. */
  private Mono<Void> finish(Index index) {
    return client
        .send("PUT", "/" + index.name() + "/_settings", FINISHED, PATIENCE)
        .filter(answer -> !answer.is(403))
        .map(ArchiveClient.Answer::ok)
        .then();
  }

  private Mono<Void> settings(Index index, String settings) {
    return ok("PUT", "/" + index.name() + "/_settings", settings);
  }

  private Mono<Stream> create() {
    return ok("PUT", "/_index_template/" + stream, template().replace("STREAM", stream))
        .then(Mono.defer(() -> ok("PUT", "/_data_stream/" + stream, null)))
        .then(Mono.defer(() -> client.send("GET", "/_data_stream/" + stream, null, PATIENCE)))
        .map(answer -> indices(answer.ok(), true));
  }

  private Mono<Void> ok(String method, String path, @Nullable String json) {
    return client.send(method, path, json, PATIENCE).map(ArchiveClient.Answer::ok).then();
  }

  private static Stream indices(JsonNode answer, boolean isNew) {
    List<Index> indices = new ArrayList<>();
    for (JsonNode index : answer.path("data_streams").path(0).path("indices")) {
      indices.add(
          new Index(index.path("index_name").asString(""), index.path("index_uuid").asString("")));
    }
    if (indices.isEmpty()) {
      throw new ArchiveUnavailableException("OpenSearch names no index of the stream", null);
    }
    return new Stream(isNew, List.copyOf(indices));
  }

  private static String template() {
    try (InputStream file = AuditArchive.class.getResourceAsStream("template.json")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
