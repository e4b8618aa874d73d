package dk.sentinel.infra.bench;

import dk.sentinel.infra.demo.DemoClinics;
import dk.sentinel.infra.demo.NewPatients;
import dk.sentinel.infra.demo.PracticeSystem;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * FHIR capture end to end (HTTP, token, gates, minimisation, pseudonyms, audit entries, one durable
 * transaction per Bundle) against COPY of the same rows, in the same run and the same PostgreSQL.
 * The rows stay in the last open clinic of the local demo; {@code infra/up --reset} removes them.
 */
public final class CaptureBenchmark {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double SIZE = 4;

  private final LocalStack stack;
  private final PrintStream out;
  private final int senders;

  private CaptureBenchmark(LocalStack stack, PrintStream out, int senders) {
    this.stack = stack;
    this.out = out;
    this.senders = senders;
  }

  /** Measures; the exit code is 1 when there is no stack. */
  public static void main(String[] args) throws Exception {
    int rounds = Arguments.number(args, "--rounds", 5);
    int senders = Arguments.number(args, "--senders", 2);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      new CaptureBenchmark(LocalStack.find(), out, senders).run(rounds);
    } catch (LocalStack.NotRunning absent) {
      out.println(absent.getMessage());
      System.exit(1);
    }
  }

  /**
   * What one round gave.
   *
   * @param resources that were stored
   * @param bytes of JSON that were sent
   * @param took from the first request to the last receipt
   * @param receipts names what was stored
   */
  private record Captured(long resources, long bytes, Duration took, List<String> receipts) {}

  private void run(int rounds) throws Exception {
    DemoClinics.Clinic clinic = DemoClinics.read().open().getLast();
    PracticeSystem system = PracticeSystem.demo("demo-journal", stack.keycloak(), stack.api());
    out.printf(
        Locale.ROOT,
        "FHIR capture end to end against COPY of the same rows: %s, %d senders at a time, %d"
            + " rounds after one to warm up.%n",
        clinic.name(),
        senders,
        rounds);
    List<Double> ratios = new ArrayList<>();
    List<Double> speeds = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Captured captured = capture(system, NewPatients.bundles(clinic, SIZE));
      CopyBaseline.Measured copied = new CopyBaseline(stack).copy(captured.receipts);
      double speed = perSecond(captured.resources, captured.took);
      double ratio = (double) captured.took.toNanos() / copied.took().toNanos();
      print(round, captured, copied, ratio);
      if (round > 0) {
        ratios.add(ratio);
        speeds.add(speed);
      }
    }
    out.printf(
        Locale.ROOT,
        "Median: %,.0f resources/s; capture takes %.1f times as long as COPY of the same rows.%n",
        median(speeds),
        median(ratios));
  }

  private void print(int round, Captured captured, CopyBaseline.Measured copied, double ratio) {
    out.printf(
        Locale.ROOT,
        "%-8s capture %,7d resources (%.1f MB JSON) in %6d ms: %,7.0f resources/s, %,7.0f rows/s |"
            + " COPY %,7d rows in %5d ms: %,9.0f rows/s | ratio %.1f%n",
        round == 0 ? "warm-up" : "round " + round,
        captured.resources,
        captured.bytes / 1e6,
        captured.took.toMillis(),
        perSecond(captured.resources, captured.took),
        perSecond(copied.rows(), captured.took),
        copied.rows(),
        copied.took().toMillis(),
        perSecond(copied.rows(), copied.took()),
        ratio);
  }

  private Captured capture(PracticeSystem system, List<String> bundles)
      throws InterruptedException, ExecutionException {
    system.token();
    List<String> receipts = new ArrayList<>();
    long resources = 0;
    long start = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(senders)) {
      List<Future<JsonNode>> answers =
          bundles.stream().map(bundle -> pool.submit(() -> send(system, bundle))).toList();
      for (Future<JsonNode> answer : answers) {
        JsonNode receipt = answer.get();
        receipts.add(receipt.path("receiptId").asString());
        for (JsonNode count : receipt.path("stored")) {
          resources += count.asLong();
        }
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    long bytes =
        bundles.stream().mapToLong(one -> one.getBytes(StandardCharsets.UTF_8).length).sum();
    return new Captured(resources, bytes, took, receipts);
  }

  private static JsonNode send(PracticeSystem system, String bundle) {
    PracticeSystem.Answer answer = system.sendAtTheirPace(bundle);
    if (answer.status() != 200) {
      throw new IllegalStateException(
          "the API refused a Bundle with status " + answer.status() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private static double perSecond(long count, Duration took) {
    return count / (took.toNanos() / 1e9);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
