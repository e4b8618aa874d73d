package dk.sentinel.infra.bench;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.FileLogKey;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.Sequencer;
import dk.sentinel.compliance.audit.archive.AuditArchive;
import dk.sentinel.compliance.audit.archive.Shipper;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast numbered entries become searchable, on the running test servers ({@code
 * SENTINEL_SERVERS}). The raw baseline, in the same run, sends the same documents, held ready in
 * memory, by bulk requests of the same size into a data stream with the same settings and mapping,
 * and keeps no account of what it sent.
 */
public final class ShippingBenchmark {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int BULK = 10_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url = TestServers.running().openSearchUrl();
  private final PrintStream out;

  private ShippingBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Measures: {@code --entries N --clinics N --rounds N}. */
  public static void main(String[] args) throws Exception {
    int entries = Arguments.number(args, "--entries", 200_000);
    int clinics = Arguments.number(args, "--clinics", 100);
    int rounds = Arguments.number(args, "--rounds", 3);
    new ShippingBenchmark(new PrintStream(System.out, true, StandardCharsets.UTF_8))
        .measure(entries, clinics, rounds);
  }

  private void measure(int entries, int clinics, int rounds) throws Exception {
    LogKey key =
        FileLogKey.open(Files.createTempDirectory("sentinel-bench"), "sentinel.example/log", true);
    for (int round = 0; round <= rounds; round++) {
      try (TestDatabase database = TestDatabase.migrated("compliance");
          AuditArchive archive =
              AuditArchive.at(URI.create(url), "bench-" + UUID.randomUUID() + "-")) {
        ConnectionPool app = pool(database, "app");
        ConnectionPool sequencing = pool(database, "sequencer");
        record(new TenantTransactions(app), entries, clinics);
        all(new Sequencer(sequencing, key, Clock.systemUTC()).round());
        double shipped = shipped(new Shipper(sequencing, archive, Clock.systemUTC()), entries);
        double raw = raw(archive.stream(), entries);
        out.printf(
            Locale.ROOT,
            "%s: shipped %,7.0f/s | raw bulk %,7.0f/s | ratio %.2f%n",
            round == 0 ? "Warm-up" : "Round " + round,
            shipped,
            raw,
            shipped / raw);
        app.dispose();
        sequencing.dispose();
        ask("DELETE", "/_data_stream/" + archive.stream(), null);
        ask("DELETE", "/_index_template/" + archive.stream(), null);
      }
    }
    out.println("Target: at least 0.70 of the raw bulk load.");
  }

  private static void record(TenantTransactions transactions, int entries, int clinics) {
    AuditLog log = AuditLog.inPostgres(Clock.systemUTC());
    int each = entries / clinics;
    for (int clinic = 0; clinic < clinics; clinic++) {
      ActContext context = BenchAct.context(UUID.randomUUID());
      List<BenchAct> acts = IntStream.range(0, each).mapToObj(BenchAct::new).toList();
      transactions
          .inTransaction(context, open -> log.appendAll(open, acts).thenReturn(true))
          .block(PATIENCE);
    }
  }

  private static int all(Mono<Integer> round) {
    int all = 0;
    Integer done = 1;
    while (done != null && done > 0) {
      done = round.block(PATIENCE);
      all += done == null ? 0 : done;
    }
    return all;
  }

  private static double shipped(Shipper shipper, int entries) {
    long start = System.nanoTime();
    all(shipper.round());
    return entries * 1e9 / (System.nanoTime() - start);
  }

  /** Reads the documents out of the copy, then sends them to another like it. */
  private double raw(String stream, int entries) throws IOException, InterruptedException {
    List<String> bulks = bulks(stream, entries);
    String raw = stream.replace("bench-", "bench-raw-");
    ObjectNode template =
        (ObjectNode)
            ask("GET", "/_index_template/" + stream, null)
                .path("index_templates")
                .path(0)
                .path("index_template");
    template.putArray("index_patterns").add(raw);
    ask("PUT", "/_index_template/" + raw, template.toString());
    ask("PUT", "/_data_stream/" + raw, null);
    long start = System.nanoTime();
    for (String bulk : bulks) {
      JsonNode answer = ask("POST", "/" + raw + "/_bulk?refresh=true", bulk);
      if (answer.path("errors").asBoolean(true)) {
        throw new IllegalStateException("the raw bulk load failed");
      }
    }
    double rate = entries * 1e9 / (System.nanoTime() - start);
    ask("DELETE", "/_data_stream/" + raw, null);
    ask("DELETE", "/_index_template/" + raw, null);
    return rate;
  }

  private List<String> bulks(String stream, int entries) throws IOException, InterruptedException {
    List<String> bulks = new ArrayList<>();
    JsonNode page =
        ask(
            "POST",
            "/" + stream + "/_search?scroll=5m",
            "{\"size\":" + BULK + ",\"sort\":[\"_doc\"]}");
    int read = 0;
    while (!page.path("hits").path("hits").isEmpty()) {
      StringBuilder bulk = new StringBuilder();
      for (JsonNode hit : page.path("hits").path("hits")) {
        bulk.append("{\"create\":{\"_id\":").append(hit.path("_id")).append("}}\n");
        bulk.append(hit.path("_source")).append('\n');
        read++;
      }
      bulks.add(bulk.toString());
      page =
          ask(
              "POST",
              "/_search/scroll",
              "{\"scroll\":\"5m\",\"scroll_id\":" + page.path("_scroll_id") + "}");
    }
    if (read != entries) {
      throw new IllegalStateException(read + " of " + entries + " entries are searchable");
    }
    return bulks;
  }

  private JsonNode ask(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    boolean bulk = path.contains("/_bulk");
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", bulk ? "application/x-ndjson" : "application/json")
                .method(
                    method,
                    body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + " answered " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  private static ConnectionPool pool(TestDatabase database, String role) {
    return new ConnectionPool(
        ConnectionPoolConfiguration.builder(database.reactiveAs(role)).maxSize(4).build());
  }
}
