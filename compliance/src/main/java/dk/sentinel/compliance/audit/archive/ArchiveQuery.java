package dk.sentinel.compliance.audit.archive;

import dk.sentinel.compliance.tenancy.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions to OpenSearch as JSON. The clinic is part of every one. */
final class ArchiveQuery {
  /** After this OpenSearch gives up by itself, so that nobody else pays for a hard question. */
  private static final String TIMEOUT = "4s";

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

  /** What each step of a timeline is counted by, besides all together. */
  private static final Map<String, Object> ENDINGS =
      Map.of(
          AuditCounts.REFUSED, Map.of("filter", term("outcome", AuditCounts.REFUSED)),
          AuditCounts.FAILURE, Map.of("filter", term("outcome", AuditCounts.FAILURE)));

  private ArchiveQuery() {}

  static String page(TenantId clinic, AuditCriteria criteria, AuditPage page) {
    List<Object> filters = filters(clinic, criteria);
    Long upTo = page.upTo();
    if (upTo != null) {
      filters.add(Map.of("range", Map.of("position", Map.of("lte", upTo))));
    }
    Map<String, Object> query = query(filters);
    query.put("size", page.size());
    query.put("track_total_hits", false);
    query.put("_source", List.of("position", "canonical"));
    query.put("sort", List.of(Map.of("position", "desc")));
    Long before = page.before();
    if (before != null) {
      query.put("search_after", List.of(before));
    }
    return json(query);
  }

  static String facets(TenantId clinic, AuditCriteria criteria) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("total", Map.of("filter", all(filters(clinic, criteria))));
    for (AuditCounts.Facet facet : AuditCounts.Facet.values()) {
      Map<String, Object> values =
          Map.of("terms", Map.of("field", facet.field(), "size", AuditCounts.MAX_VALUES));
      counts.put(
          facet.name(),
          Map.of(
              "filter",
              all(filters(clinic, facet.freed(criteria))),
              "aggs",
              Map.of("values", values)));
    }
    return json(counting(clinic, criteria, counts));
  }

  static String timeline(TenantId clinic, AuditCriteria criteria, AuditCounts.Step step) {
    Map<String, Object> histogram =
        Map.of(
            "field",
            "recordedAt",
            "calendar_interval",
            step.name().toLowerCase(Locale.ROOT),
            "time_zone",
            AuditCounts.ZONE.getId(),
            "min_doc_count",
            1);
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put(
        "steps",
        Map.of(
            "filter",
            all(filters(clinic, criteria)),
            "aggs",
            Map.of("bars", Map.of("date_histogram", histogram, "aggs", ENDINGS))));
    return json(counting(clinic, criteria, counts));
  }

  /** Counts under criteria of their own, all within the clinic and the period. */
  private static Map<String, Object> counting(
      TenantId clinic, AuditCriteria criteria, Map<String, Object> counts) {
    List<Object> filters = new ArrayList<>();
    filters.add(term("clinic", clinic.toString()));
    addRange(filters, criteria);
    Map<String, Object> query = query(filters);
    query.put("size", 0);
    query.put("track_total_hits", false);
    query.put("aggs", counts);
    return query;
  }

  private static Map<String, Object> query(List<Object> filters) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("timeout", TIMEOUT);
    query.put("query", all(filters));
    return query;
  }

  private static List<Object> filters(TenantId clinic, AuditCriteria criteria) {
    List<Object> filters = new ArrayList<>();
    filters.add(term("clinic", clinic.toString()));
    addRange(filters, criteria);
    if (!criteria.actions().isEmpty()) {
      filters.add(Map.of("terms", Map.of("action", criteria.actions())));
    }
    addTerm(filters, "actor.id", criteria.actor());
    addTerm(filters, "actor.role", criteria.role());
    addTerm(filters, "purpose", criteria.purpose());
    addTerm(filters, "outcome", criteria.outcome());
    addTerm(filters, "object.type", criteria.objectType());
    addTerm(filters, "object.id", criteria.objectId());
    addTerm(filters, "correlation", criteria.correlation());
    addTerm(filters, "subject", criteria.subject());
    String word = criteria.word();
    if (word != null) {
      filters.add(
          Map.of(
              "bool", Map.of("should", WORDS.stream().map(field -> term(field, word)).toList())));
    }
    return filters;
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

  private static Map<String, Object> all(List<Object> filters) {
    return Map.of("bool", Map.of("filter", filters));
  }

  private static Map<String, Object> term(String field, String value) {
    return Map.of("term", Map.of(field, value));
  }

  private static String json(Map<String, Object> query) {
    return ArchiveClient.JSON.writeValueAsString(query);
  }
}
