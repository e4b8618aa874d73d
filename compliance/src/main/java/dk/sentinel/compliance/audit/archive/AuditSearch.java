package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Searches one clinic's entries in the archive, newest first. The clinic is always part of the
 * query. A page is stable: positions never change, and new entries have larger ones.
 */
public final class AuditSearch {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> WORDS =
      List.of(
          "id",
          "correlation",
          "actor.id",
          "actor.role",
          "action",
          "object.type",
          "object.id",
          "purpose",
          "subject",
          "details");

  private final AuditArchive archive;

  /** Searches in that archive. */
  public AuditSearch(AuditArchive archive) {
    this.archive = archive;
  }

  /**
   * The entries that fit, newest first, at most {@link AuditCriteria#size()}; an {@link
   * ArchiveUnavailableException} when OpenSearch could not look through all of them.
   */
  public Mono<List<SequencedEntry>> find(TenantId clinic, AuditCriteria criteria) {
    return Mono.fromSupplier(() -> query(clinic, criteria))
        .flatMap(query ->
            archive.client().send("POST", "/" + archive.stream() + "/_search", query, PATIENCE))
        .map(answer -> entries(answer.ok()));
  }

  private static String query(TenantId clinic, AuditCriteria criteria) {
    List<Object> filters = new ArrayList<>();
    filters.add(term("clinic", clinic.toString()));
    addTerm(filters, "action", criteria.action());
    addTerm(filters, "actor.id", criteria.actor());
    addTerm(filters, "outcome", criteria.outcome());
    addRange(filters, criteria);
    String word = criteria.word();
    if (word != null) {
      filters.add(
          Map.of(
              "bool", Map.of("should", WORDS.stream().map(field -> term(field, word)).toList())));
    }
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("size", criteria.size());
    query.put("track_total_hits", false);
    query.put("_source", List.of("position", "canonical"));
    query.put("query", Map.of("bool", Map.of("filter", filters)));
    query.put("sort", List.of(Map.of("position", "desc")));
    Long before = criteria.before();
    if (before != null) {
      query.put("search_after", List.of(before));
    }
    return ArchiveClient.JSON.writeValueAsString(query);
  }

  private static void addTerm(List<Object> filters, String field, @Nullable String value) {
    if (value != null) {
      filters.add(term(field, value));
    }
  }

  private static void addRange(List<Object> filters, AuditCriteria criteria) {
    Map<String, String> bounds = new LinkedHashMap<>();
    if (criteria.from() != null) {
      bounds.put("gte", criteria.from().toString());
    }
    if (criteria.to() != null) {
      bounds.put("lt", criteria.to().toString());
    }
    if (!bounds.isEmpty()) {
      filters.add(Map.of("range", Map.of("recordedAt", bounds)));
    }
  }

  private static Map<String, Object> term(String field, String value) {
    return Map.of("term", Map.of(field, value));
  }

  private static List<SequencedEntry> entries(JsonNode answer) {
    if (answer.path("timed_out").asBoolean(true)
        || answer.path("_shards").path("failed").asInt(1) > 0) {
      throw new ArchiveUnavailableException("OpenSearch looked through a part only", null);
    }
    List<SequencedEntry> found = new ArrayList<>();
    for (JsonNode hit : answer.path("hits").path("hits")) {
      JsonNode source = hit.path("_source");
      found.add(
          new SequencedEntry(
              source.path("position").asLong(),
              AuditEntry.parse(source.path("canonical").asString())));
    }
    return found;
  }
}
