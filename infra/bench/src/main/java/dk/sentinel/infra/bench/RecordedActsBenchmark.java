package dk.sentinel.infra.bench;

import dk.sentinel.api.SentinelApi;
import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.infra.demo.DemoClinics;
import dk.sentinel.infra.demo.DemoLoad;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.NewPatients;
import dk.sentinel.infra.demo.PracticeSystem;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Mono;

/**
 * What recording costs the acts that make a day's work: a practice system's Bundle of up to twenty
 * patients, and a report that somebody opens. The API runs in this process as it ships, but for its
 * limits and for a log that is told before each round whether to write. By so many clients at once
 * over HTTP, in a scratch database on the running test servers ({@code SENTINEL_SERVERS}). Entries
 * are numbered meanwhile, but not copied to OpenSearch.
 */
public final class RecordedActsBenchmark {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final Duration LONG_AGO = Duration.ofDays(547);
  private static final int WARM_UPS = 6;
  private static final String ARCHIVE = "--sentinel.opensearch.url=";

  private final String keycloak = TestServers.running().keycloakUrl();
  private final DemoPeople people = DemoPeople.read();
  private final List<DemoClinics.Clinic> open = DemoClinics.read().open();
  private final Switched log = new Switched();
  private final PrintStream out;
  private final int clients;
  private final Duration phase;
  private final int rounds;

  private RecordedActsBenchmark(PrintStream out, int clients, Duration phase, int rounds) {
    this.out = out;
    this.clients = clients;
    this.phase = phase;
    this.rounds = rounds;
  }

  /** Measures: {@code --clients N --seconds N --rounds N}. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new RecordedActsBenchmark(
            out,
            Arguments.number(args, "--clients", 16),
            Duration.ofSeconds(Arguments.number(args, "--seconds", 6)),
            Arguments.number(args, "--rounds", 9))
        .run();
  }

  /** Writes or does not. */
  private static final class Switched implements AuditLog {
    private final AuditLog writing = AuditLog.inPostgres(Clock.systemUTC());
    private final AuditLog silent = new SilentLog();
    private volatile boolean writes = true;

    private AuditLog current() {
      return writes ? writing : silent;
    }

    @Override
    public Mono<UUID> append(TenantTransaction transaction, AuditAct act) {
      return current().append(transaction, act);
    }

    @Override
    public Mono<Void> appendAll(TenantTransaction transaction, List<? extends AuditAct> acts) {
      return current().appendAll(transaction, acts);
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
      List<String> arguments =
          RunningApi.arguments(database, keys, operator, RunningApi.freePort());
      RunningApi.withoutLimits().forEach(setting -> arguments.add("--" + setting));
      arguments.replaceAll(
          argument -> argument.startsWith(ARCHIVE) ? ARCHIVE + "http://127.0.0.1:1" : argument);
      try (ConfigurableApplicationContext running = start(arguments);
          HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        String url =
            "http://localhost:" + running.getEnvironment().getRequiredProperty("server.port");
        new DemoLoad(keycloak, url).data(LocalDate.now(DENMARK), (done, of, clinic) -> {});
        RecordingCost cost = new RecordingCost(out, clients, WARM_UPS, rounds);
        cost.measure("a Bundle taken in", recorded -> sending(url, recorded));
        cost.measure("a report opened", recorded -> reading(http, url, recorded));
      }
    }
  }

  private ConfigurableApplicationContext start(List<String> arguments) {
    return new SpringApplicationBuilder(SentinelApi.class)
        .properties("spring.main.allow-bean-definition-overriding=true")
        .initializers(context ->
            ((GenericApplicationContext) context)
                .registerBean("auditLog", AuditLog.class, () -> log))
        .run(arguments.toArray(String[]::new));
  }

  /** One act of one client; whatever is not done ends the measure. */
  @FunctionalInterface
  private interface Act {
    void run() throws Exception;
  }

  private double sending(String url, boolean recorded) throws Exception {
    return perSecond(client -> sender(url, client), recorded);
  }

  private double reading(HttpClient http, String url, boolean recorded) throws Exception {
    return perSecond(client -> reader(http, url, client), recorded);
  }

  private double perSecond(IntFunction<Act> acts, boolean recorded) throws Exception {
    log.writes = recorded;
    List<Act> all = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      all.add(acts.apply(client));
    }
    long start = System.nanoTime();
    long deadline = start + phase.toNanos();
    long done = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      List<Future<Integer>> counts =
          all.stream()
              .map(act ->
                  pool.submit(() -> {
                    int count = 0;
                    while (System.nanoTime() < deadline) {
                      act.run();
                      count++;
                    }
                    return count;
                  }))
              .toList();
      for (Future<Integer> count : counts) {
        done += count.get();
      }
    }
    return done * 1e9 / (System.nanoTime() - start);
  }

  private Act sender(String url, int client) {
    return new Sender(
        PracticeSystem.demo("demo-journal", keycloak, url), open.get(client % open.size()));
  }

  /** Sends one Bundle of new patients after the other. */
  private static final class Sender implements Act {
    private final PracticeSystem system;
    private final DemoClinics.Clinic clinic;
    private Iterator<String> bundles = Collections.emptyIterator();

    Sender(PracticeSystem system, DemoClinics.Clinic clinic) {
      system.token();
      this.system = system;
      this.clinic = clinic;
    }

    @Override
    public void run() {
      if (!bundles.hasNext()) {
        bundles = NewPatients.bundles(clinic, 1).iterator();
      }
      if (system.send(bundles.next()).status() != 200) {
        throw new IllegalStateException("a Bundle was refused");
      }
    }
  }

  private Act reader(HttpClient http, String url, int client) {
    DemoClinics.Clinic clinic = open.get(client % open.size());
    DemoPeople.Person owner = people.ownerOf(clinic);
    try {
      String token = new SignIn(keycloak).at(owner).access();
      String report =
          RunningApi.clinicUrl(http, url, token, clinic.cvr()) + "/reports/diagnosekodning";
      return () -> {
        if (RunningApi.get(http, report, token).statusCode() != 200) {
          throw new IllegalStateException("a report was refused");
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
