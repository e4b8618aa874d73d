package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Searches and counts one clinic's entries in the archive. Every answer is whole or an {@link
 * ArchiveUnavailableException}: when OpenSearch is away, gave up after a few seconds, or could look
 * through a part only.
 */
public final class AuditSearch {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AuditArchive archive;

  /** Searches in that archive. */
  public AuditSearch(AuditArchive archive) {
    this.archive = archive;
  }

  /** The entries that fit, newest first, at most {@link AuditPage#size()}; each position once. */
  public Mono<List<SequencedEntry>> find(TenantId clinic, AuditCriteria criteria, AuditPage page) {
    return ask(Mono.fromSupplier(() -> ArchiveQuery.page(clinic, criteria, page)))
        .map(AuditSearch::entries);
  }

  /** How many entries fit, and how many there are of each kind. */
  public Mono<AuditCounts.Facets> facets(TenantId clinic, AuditCriteria criteria) {
    return ask(Mono.fromSupplier(() -> ArchiveQuery.facets(clinic, criteria)))
        .map(AuditSearch::counts);
  }

  /** How many entries that fit were recorded in each step; steps without entries are left out. */
  public Mono<List<AuditCounts.Bar>> timeline(
      TenantId clinic, AuditCriteria criteria, AuditCounts.Step step) {
    return ask(Mono.fromSupplier(() -> ArchiveQuery.timeline(clinic, criteria, step)))
        .map(AuditSearch::bars);
  }

  private Mono<JsonNode> ask(Mono<String> query) {
    return query
        .flatMap(json ->
            archive.client().send("POST", "/" + archive.stream() + "/_search", json, PATIENCE))
        .map(answer -> whole(answer.ok()));
  }

  private static JsonNode whole(JsonNode answer) {
    if (answer.path("timed_out").asBoolean(true)
        || answer.path("_shards").path("failed").asInt(1) > 0) {
      throw new ArchiveUnavailableException("OpenSearch looked through a part only", null);
    }
    return answer;
  }

  private static List<SequencedEntry> entries(JsonNode answer) {
    List<SequencedEntry> found = new ArrayList<>();
    for (JsonNode hit : answer.path("hits").path("hits")) {
      JsonNode source = hit.path("_source");
      long position = source.path("position").asLong();
      // the shipper never makes a double; should one ever be there, it is shown once
      if (found.isEmpty() || found.getLast().position() != position) {
        found.add(
            new SequencedEntry(position, AuditEntry.parse(source.path("canonical").asString())));
      }
    }
    return found;
  }

  private static AuditCounts.Facets counts(JsonNode answer) {
    JsonNode counts = answer.path("aggregations");
    Map<AuditCounts.Facet, List<AuditCounts.Value>> byFacet =
        new EnumMap<>(AuditCounts.Facet.class);
    for (AuditCounts.Facet facet : AuditCounts.Facet.values()) {
      List<AuditCounts.Value> values = new ArrayList<>();
      for (JsonNode bucket : counts.path(facet.name()).path("values").path("buckets")) {
        values.add(
            new AuditCounts.Value(
                bucket.path("key").asString(""), bucket.path("doc_count").asLong()));
      }
      byFacet.put(facet, List.copyOf(values));
    }
    return new AuditCounts.Facets(counts.path("total").path("doc_count").asLong(), byFacet);
  }

  private static List<AuditCounts.Bar> bars(JsonNode answer) {
    List<AuditCounts.Bar> bars = new ArrayList<>();
    for (JsonNode bucket : answer.path("aggregations").path("steps").path("bars").path("buckets")) {
      bars.add(
          new AuditCounts.Bar(
              Instant.ofEpochMilli(bucket.path("key").asLong()),
              bucket.path("doc_count").asLong(),
              bucket.path(AuditCounts.REFUSED).path("doc_count").asLong(),
              bucket.path(AuditCounts.FAILURE).path("doc_count").asLong()));
    }
    return bars;
  }
}
