package dk.sentinel.infra.bench;

import dk.sentinel.infra.demo.DemoClinics;
import dk.sentinel.infra.demo.DemoLoad;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.NewPatients;
import dk.sentinel.infra.demo.PracticeSystem;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one clinic's burst costs the neighbour. The practice system of one clinic sends Bundles as
 * fast as it can over many connections, and again at once when it is refused; a physiotherapist of
 * another reads the gates and the report over and over. How long the reader waits is measured three
 * times: in the quiet, beside the burst without limits, and beside the burst under the limits that
 * ship. In a scratch database on the running test servers ({@code SENTINEL_SERVERS}).
 */
public final class FairnessBenchmark {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final Duration LONG_AGO = Duration.ofDays(547);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration BACK_OFF = Duration.ofMillis(20);

  private final String keycloak = TestServers.running().keycloakUrl();
  private final DemoPeople people = DemoPeople.read();
  private final List<DemoClinics.Clinic> open = DemoClinics.read().open();
  private final PrintStream out;
  private final int senders;
  private final Duration phase;
  private final Duration warmUp;

  private FairnessBenchmark(PrintStream out, int senders, Duration phase, Duration warmUp) {
    this.out = out;
    this.senders = senders;
    this.phase = phase;
    this.warmUp = warmUp;
  }

  /** Measures: {@code --senders N --seconds N --warm-up SECONDS}. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new FairnessBenchmark(
            out,
            Arguments.number(args, "--senders", 32),
            Duration.ofSeconds(Arguments.number(args, "--seconds", 30)),
            Duration.ofSeconds(Arguments.number(args, "--warm-up", 60)))
        .run();
  }

  /** What the reader saw: milliseconds, sorted, and answers other than 200. */
  private record Waits(List<Double> sorted, int refused) {
    double percentile(int percent) {
      return sorted.isEmpty()
          ? Double.NaN
          : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
  }

  private void run() throws Exception {
    Path keys = Files.createTempDirectory("sentinel-bench");
    String operator = people.operators();
    try (TestDatabase database = TestDatabase.empty()) {
      List<String> before = List.of("sentinel.clock.offset=-PT" + LONG_AGO.toHours() + "H");
      try (RunningApi api = RunningApi.start(database, keys, operator, before)) {
        new DemoLoad(keycloak, api.url()).agreements((done, of, clinic) -> {});
      }
      Waits quiet;
      Waits unlimited;
      try (RunningApi api =
          RunningApi.start(database, keys, operator, RunningApi.withoutLimits())) {
        // a report without data is refused, which is no work
        new DemoLoad(keycloak, api.url()).data(LocalDate.now(DENMARK), (done, of, clinic) -> {});
        beside(api, "warm-up", warmUp);
        quiet = read(api, phase);
        unlimited = beside(api, "without limits", phase);
      }
      try (RunningApi api = RunningApi.start(database, keys, operator, List.of())) {
        beside(api, "warm-up", warmUp);
        print("quiet", quiet, quiet);
        print("burst, without limits", unlimited, quiet);
        print("burst, with limits", beside(api, "with limits", phase), quiet);
      }
    }
  }

  /** The neighbour reads while the burst goes on. */
  private Waits beside(RunningApi api, String how, Duration during) throws Exception {
    PracticeSystem system = PracticeSystem.demo("demo-journal", keycloak, api.url());
    system.token();
    AtomicBoolean goOn = new AtomicBoolean(true);
    AtomicInteger stored = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService burst = Executors.newFixedThreadPool(senders)) {
      for (int sender = 0; sender < senders; sender++) {
        burst.execute(() -> {
          while (goOn.get()) {
            for (String bundle : NewPatients.bundles(open.getFirst(), 1)) {
              send(system, bundle, goOn, stored, refused);
            }
          }
        });
      }
      TimeUnit.SECONDS.sleep(2);
      Duration cpu = api.cpu();
      Duration ownCpu = ownCpu();
      Waits waits = read(api, during);
      cpu = api.cpu().minus(cpu);
      ownCpu = ownCpu().minus(ownCpu);
      goOn.set(false);
      burst.shutdown();
      if (!burst.awaitTermination(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the burst does not end");
      }
      out.printf(
          Locale.ROOT,
          "%s: %,d Bundles of the burst taken in, %,d refused; of %d s the API computed %.1f s, who"
              + " sends and reads %.1f s%n",
          how,
          stored.get(),
          refused.get(),
          during.toSeconds(),
          cpu.toMillis() / 1e3,
          ownCpu.toMillis() / 1e3);
      return waits;
    }
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void send(
      PracticeSystem system,
      String bundle,
      AtomicBoolean goOn,
      AtomicInteger stored,
      AtomicInteger refused) {
    while (goOn.get()) {
      if (system.send(bundle).status() == 200) {
        stored.incrementAndGet();
        return;
      }
      refused.incrementAndGet();
      try {
        Thread.sleep(BACK_OFF);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Waits read(RunningApi api, Duration during) throws Exception {
    DemoClinics.Clinic clinic = open.getLast();
    DemoPeople.Person owner = people.ownerOf(clinic);
    String token = new SignIn(keycloak).at(owner).access();
    List<Double> waits = new ArrayList<>();
    int refused = 0;
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      String behind = RunningApi.clinicUrl(http, api.url(), token, clinic.cvr());
      long end = System.nanoTime() + during.toNanos();
      while (System.nanoTime() < end) {
        for (String page : List.of("/gates", "/reports/diagnosekodning")) {
          long from = System.nanoTime();
          int status = RunningApi.get(http, behind + page, token).statusCode();
          waits.add((System.nanoTime() - from) / 1e6);
          refused += status == 200 ? 0 : 1;
          Thread.sleep(PAUSE);
        }
      }
    }
    return new Waits(waits.stream().sorted().toList(), refused);
  }

  private void print(String what, Waits waits, Waits quiet) {
    out.printf(
        Locale.ROOT,
        "%-22s %,5d reads, %d not answered with 200 | p50 %7.1f ms | p95 %7.1f ms | p95 %.1f times"
            + " the quiet one%n",
        what,
        waits.sorted().size(),
        waits.refused(),
        waits.percentile(50),
        waits.percentile(95),
        waits.percentile(95) / quiet.percentile(95));
  }
}
