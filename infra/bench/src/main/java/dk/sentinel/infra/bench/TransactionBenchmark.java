package dk.sentinel.infra.bench;

import dk.sentinel.compliance.agreement.Enrolments;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * What recording costs the one who acts: the same business transaction with its audit entry and
 * without, in turns, by so many clients at once, in a scratch database on the running test server
 * ({@code SENTINEL_SERVERS}). The transaction is what the API does when an owner joins or leaves a
 * project: bind the clinic, look at the gates, take the clinic's turn, read what holds, write,
 * commit: the smallest act there is. Many short rounds, because a shared machine changes its speed
 * from second to second. Without means: the same classes with a log that writes nothing. For the
 * acts that make a day's work see {@link RecordedActsBenchmark}.
 */
public final class TransactionBenchmark {
  private static final String PROJECT = "diagnosekodning";

  /** So many that none gets a longer history than clinics have: acts would only wait for that. */
  private static final int CLINICS = 4_096;

  /** Seconds until both are compiled and the caches are full: rates rise that long. */
  private static final int WARM_UP = 40;

  private final TenantTransactions transactions;
  private final Gates gates = new Gates(Clock.systemUTC());
  private final Enrolments audited = new Enrolments(AuditLog.inPostgres(Clock.systemUTC()));
  private final Enrolments unaudited = new Enrolments(new SilentLog());
  private final List<ActContext> clinics = new ArrayList<>();
  private final int clients;
  private final int[] turns;

  private TransactionBenchmark(ConnectionPool pool, int clients) {
    this.transactions = new TenantTransactions(pool);
    this.clients = clients;
    this.turns = new int[clients];
  }

  /** Measures: {@code --clients N --seconds N --rounds N}. */
  public static void main(String[] args) throws Exception {
    int clients = Arguments.number(args, "--clients", 16);
    int seconds = Arguments.number(args, "--seconds", 1);
    int rounds = Arguments.number(args, "--rounds", 61);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (TestDatabase database = TestDatabase.migrated("compliance")) {
      ConnectionPool pool =
          new ConnectionPool(
              ConnectionPoolConfiguration.builder(database.reactiveAs("app"))
                  .initialSize(clients)
                  .maxSize(clients)
                  .build());
      TransactionBenchmark benchmark = new TransactionBenchmark(pool, clients);
      benchmark.found(database);
      Duration phase = Duration.ofSeconds(seconds);
      new RecordingCost(out, clients, WARM_UP / seconds, rounds)
          .measure("a project joined or left", recorded -> benchmark.perSecond(phase, recorded));
      pool.dispose();
    }
  }

  private void found(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < CLINICS; i++) {
        UUID clinic = UUID.randomUUID();
        statement.execute(
            "insert into tenancy.clinic (clinic_id, name, region, created_at, cvr) values ('"
                + clinic
                + "', 'Clinic', 'DK-84', now(), '"
                + (10_000_000 + i)
                + "')");
        clinics.add(BenchAct.context(clinic));
      }
    }
  }

  private double perSecond(Duration time, boolean recorded) {
    long start = System.nanoTime();
    long deadline = start + time.toNanos();
    Long done =
        Flux.range(0, clients)
            .flatMap(
                client ->
                    Flux.generate(
                            (SynchronousSink<Integer> sink) -> {
                              if (System.nanoTime() < deadline) {
                                sink.next(turns[client]++);
                              } else {
                                sink.complete();
                              }
                            })
                        .concatMap(turn -> act(client, turn, recorded), 1),
                clients)
            .count()
            .block();
    return (done == null ? 0 : done) * 1e9 / (System.nanoTime() - start);
  }

  /**
   * A clinic is the business of one client, which lets all of its clinics join and then all leave,
   * and goes on in the next round where it stood: every act changes something.
   */
  private Mono<Boolean> act(int client, int turn, boolean recorded) {
    Enrolments enrolments = recorded ? audited : unaudited;
    int own = CLINICS / clients;
    boolean join = turn / own % 2 == 0;
    return transactions
        .inTransaction(
            clinics.get(client * own + turn % own),
            transaction ->
                gates
                    .states(transaction, PROJECT)
                    .then(
                        Mono.defer(() ->
                            join
                                ? enrolments.enrol(
                                    transaction, PROJECT, Clock.systemUTC().instant())
                                : enrolments.withdraw(
                                    transaction, PROJECT, Clock.systemUTC().instant()))))
        .filter(changed -> changed)
        .switchIfEmpty(Mono.error(() -> new IllegalStateException("an act changed nothing")));
  }
}
