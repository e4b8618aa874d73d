package dk.sentinel.infra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Promises 4, 5 and 9 over everything that a stack has stored: no act without its entry, no entry
 * without its act, no gap and no double in any clinic's log nor in its searchable copy.
 */
final class Books {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * At every moment, in one look, each entry has its place or waits for it. Sentinel acts by itself
   * also while it is looked at, so some may wait.
   */
  private static final String ASTRAY =
      """
      select coalesce(convert_from(e.canonical, 'UTF8'), 'no entry ' || p.entry_id)
             || ' placed: ' || coalesce(p.placed, 0) || ', waits: ' || coalesce(p.waits, 0)
        from audit.entry e
        full join (
            select clinic_id, entry_id, sum(place) as placed, sum(1 - place) as waits from (
                select clinic_id, entry_id, 1 as place from audit.leaf
                union all select clinic_id, entry_id, 0 from audit.pending) found
             group by clinic_id, entry_id) p using (clinic_id, entry_id)
       where e.canonical is null or coalesce(p.placed + p.waits, 0) <> 1
      """;

  private final RunningStack stack;

  Books(RunningStack stack) {
    this.stack = stack;
  }

  /** Waits until everything is numbered, then holds act against entry and entry against place. */
  void balance(List<Senders.Accepted> accepted) throws Exception {
    until("select count(*) from audit.pending");
    assertThat(ids("select receipt_id from databank.receipt"))
        .as("every receipt that was given is kept")
        .containsAll(accepted.stream().map(Senders.Accepted::receiptId).toList());
    nothing(
        "a receipt without its entry, or an entry without its receipt",
        """
        select count(*) from databank.receipt r full join (
            select clinic_id, convert_from(canonical, 'UTF8')::jsonb #>> '{object,id}' as id
              from audit.entry
             where convert_from(canonical, 'UTF8')::jsonb ->> 'action' = 'journal.receive') e
          on e.clinic_id = r.clinic_id and e.id = r.receipt_id::text
         where e.id is null or r.receipt_id is null
        """);
    nothing(
        "a receipt that counts other records than are stored",
        """
        select count(*) from databank.receipt r
         where r.stored <> (select count(*) from databank.source_record s
                             where s.clinic_id = r.clinic_id and s.receipt_id = r.receipt_id)
        """);
    nothing(
        "stored records without the entry that names their person, or the other way",
        """
        with told as (
          select clinic_id, convert_from(canonical, 'UTF8')::jsonb #>> '{object,id}' as receipt,
                 convert_from(canonical, 'UTF8')::jsonb ->> 'subject' as subject
            from audit.entry
           where convert_from(canonical, 'UTF8')::jsonb ->> 'action' = 'journal.store'),
        kept as (
          select distinct s.clinic_id, s.receipt_id::text as receipt, p.subject_id
            from databank.source_record s join databank.encounter p using (clinic_id, record_id))
        select abs((select count(*) from (select distinct clinic_id, receipt, subject from told) t)
                 - (select count(*) from told))
             + (select count(*) from kept k
                 where not exists (select 1 from told t
                                    where t.clinic_id = k.clinic_id and t.receipt = k.receipt))
        """);
    assertThat(ids(ASTRAY)).as("entries with no place, none to wait for, or both").isEmpty();
    nothing(
        "a log with a gap or a double, or a signed size that is another",
        """
        select count(*) from (
            select clinic_id, count(*) as entries, min(position) as first, max(position) as last,
                   count(distinct position) as places
              from audit.leaf group by clinic_id) l
          full join audit.head h using (clinic_id)
         where l.entries is null or h.size is null or first <> 0 or last + 1 <> entries
            or places <> entries or h.size <> entries
            or h.size <> (select max(size) from audit.checkpoint c
                           where c.clinic_id = h.clinic_id)
        """);
  }

  /** Waits until OpenSearch has every log as PostgreSQL has it: each place once, none else. */
  void balanceSearchableCopy() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Long> logs = sizes();
    Map<String, List<Long>> copies = copies();
    while (!complete(logs, copies) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(500);
      logs = sizes();
      copies = copies();
    }
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    logs.forEach((clinic, size) -> expected.put(clinic, List.of(size, 0L, size - 1)));
    assertThat(copies).as("entries, first and last place, by clinic").isEqualTo(expected);
  }

  private static boolean complete(Map<String, Long> logs, Map<String, List<Long>> copies) {
    return logs.entrySet().stream()
        .allMatch(
            log -> copies.getOrDefault(log.getKey(), List.of(0L)).getFirst() >= log.getValue());
  }

  private Map<String, Long> sizes() throws Exception {
    Map<String, Long> sizes = new LinkedHashMap<>();
    try (Connection database = stack.database();
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery("select clinic_id, size from audit.head order by clinic_id")) {
      while (rows.next()) {
        sizes.put(rows.getString(1), rows.getLong(2));
      }
    }
    return sizes;
  }

  private Map<String, List<Long>> copies() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(stack.openSearch() + "/sentinel-audit/_search?size=0"))
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(30))
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            """
                            {"aggs":{"clinics":{"terms":{"field":"clinic","size":1000},"aggs":{
                              "first":{"min":{"field":"position"}},
                              "last":{"max":{"field":"position"}}}}}}
                            """))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    Map<String, List<Long>> copies = new LinkedHashMap<>();
    for (JsonNode clinic :
        JSON.readTree(answer.body()).path("aggregations").path("clinics").path("buckets")) {
      copies.put(
          clinic.path("key").asString(),
          List.of(
              clinic.path("doc_count").asLong(),
              (long) clinic.path("first").path("value").asDouble(),
              (long) clinic.path("last").path("value").asDouble()));
    }
    return copies;
  }

  private Set<String> ids(String query) throws Exception {
    Set<String> found = new HashSet<>();
    try (Connection database = stack.database();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private void nothing(String what, String count) throws Exception {
    assertThat(count(count)).as(what).isZero();
  }

  private void until(String count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (count(count) > 0) {
      assertThat(System.nanoTime()).as(count).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private long count(String query) throws Exception {
    try (Connection database = stack.database();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
