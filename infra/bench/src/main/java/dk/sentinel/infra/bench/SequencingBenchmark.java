package dk.sentinel.infra.bench;

import dk.sentinel.compliance.audit.FileLogKey;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.Sequencer;
import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * How fast recorded entries become provable, in a scratch database on the running test server
 * ({@code SENTINEL_SERVERS}). Recorded is what a business transaction leaves behind: a row in
 * {@code audit.entry} and one in {@code audit.pending}. The raw baseline, in the same run, writes
 * the rows that sequencing writes (leaves and tiles, with their keys) by INSERT … SELECT alone,
 * without a queue, order, tree or signature.
 */
public final class SequencingBenchmark {
  private static final int CHUNK = 20_000;
  private static final int SLICE = 100_000;

  private final PrintStream out;
  private final LogKey key;

  private SequencingBenchmark(PrintStream out, LogKey key) {
    this.out = out;
    this.key = key;
  }

  /** Measures: {@code --entries N --clinics N --seconds N}. */
  public static void main(String[] args) throws Exception {
    int entries = Arguments.number(args, "--entries", 1_000_000);
    int clinics = Arguments.number(args, "--clinics", 800);
    int seconds = Arguments.number(args, "--seconds", 30);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    LogKey key =
        FileLogKey.open(Files.createTempDirectory("sentinel-bench"), "sentinel.example/log", true);
    SequencingBenchmark benchmark = new SequencingBenchmark(out, key);
    benchmark.sustained(10_000, clinics, "warm-up");
    double many = benchmark.sustained(entries, clinics, clinics + " clinics");
    double one = benchmark.sustained(entries, 1, "one clinic");
    out.printf(
        Locale.ROOT,
        "One clinic against %d: %.2f of the rate (within 10 %%: at least 0.90).%n",
        clinics,
        one / many);
    benchmark.latency(clinics, (int) Math.min(many / 2, 5_000), seconds);
  }

  private double sustained(int entries, int clinics, String what) throws SQLException {
    try (TestDatabase database = TestDatabase.migrated("compliance")) {
      record(database, entries, clinics);
      ConnectionPool pool = pool(database);
      Sequencer sequencer = new Sequencer(pool, key, Clock.systemUTC());
      int done = 0;
      int nextSlice = SLICE;
      long start = System.nanoTime();
      long sliceStart = start;
      double firstSlice = Double.NaN;
      double lastSlice = Double.NaN;
      int sliceFrom = 0;
      while (done < entries) {
        done += Objects.requireNonNull(sequencer.round().block(Duration.ofMinutes(2)));
        if (done >= nextSlice) {
          lastSlice = perSecond(done - sliceFrom, System.nanoTime() - sliceStart);
          firstSlice = Double.isNaN(firstSlice) ? lastSlice : firstSlice;
          sliceStart = System.nanoTime();
          sliceFrom = done;
          nextSlice = done + SLICE;
        }
      }
      double rate = perSecond(entries, System.nanoTime() - start);
      pool.dispose();
      double raw = raw(database);
      out.printf(
          Locale.ROOT,
          "%-12s %,10d entries: sequenced %,8.0f/s (first %,d: %,.0f/s, last: %,.0f/s) | plain"
              + " INSERT of the same rows %,8.0f/s | ratio %.2f%n",
          what,
          entries,
          rate,
          SLICE,
          firstSlice,
          lastSlice,
          raw,
          rate / raw);
      return rate;
    }
  }

  /** Entries of about 500 bytes, as many transactions would leave them: chunk by chunk. */
  private static void record(TestDatabase database, int entries, int clinics) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        PreparedStatement insert = connection.prepareStatement(RECORD);
        Statement statement = connection.createStatement()) {
      for (int from = 0; from < entries; from += CHUNK) {
        insert.setInt(1, clinics);
        insert.setInt(2, from);
        insert.setInt(3, Math.min(entries, from + CHUNK) - 1);
        insert.executeUpdate();
      }
      statement.execute("vacuum analyze audit.entry");
      statement.execute("vacuum analyze audit.pending");
      statement.execute("checkpoint");
    }
  }

  private static final String RECORD =
      """
      with recorded as (
        insert into audit.entry (clinic_id, entry_id, recorded_at, canonical)
        select lpad(to_hex(1 + n % ?), 32, '0')::uuid, uuidv7(), clock_timestamp(),
               convert_to('{"n":"' || n || repeat('x', 480) || '"}', 'UTF8')
          from generate_series(?, ?) n returning clinic_id, entry_id)
      insert into audit.pending select clinic_id, entry_id from recorded
      """;

  /** The same rows into tables of the same shape, read from the finished log. */
  private static double raw(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("create table audit.raw_leaf (like audit.leaf including all)");
      statement.execute("create table audit.raw_tile (like audit.tile including all)");
      statement.execute("create table audit.raw_checkpoint (like audit.checkpoint including all)");
      long start = System.nanoTime();
      long rows =
          statement.executeLargeUpdate(
              "insert into audit.raw_leaf select * from audit.leaf order by entry_id");
      statement.execute("insert into audit.raw_tile select * from audit.tile");
      statement.execute("insert into audit.raw_checkpoint select * from audit.checkpoint");
      return perSecond(rows, System.nanoTime() - start);
    }
  }

  /** Records at a steady rate while sequencing, and asks each entry how long its proof took. */
  private void latency(int clinics, int rate, int seconds) throws Exception {
    try (TestDatabase database = TestDatabase.migrated("compliance");
        ExecutorService recorder = Executors.newSingleThreadExecutor()) {
      ConnectionPool pool = pool(database);
      Sequencer sequencer = new Sequencer(pool, key, Clock.systemUTC());
      Future<Integer> recording = recorder.submit(() -> steadily(database, clinics, rate, seconds));
      while (!recording.isDone()) {
        pause(sequencer.round().block(Duration.ofMinutes(1)));
      }
      while (Objects.requireNonNull(sequencer.round().block(Duration.ofMinutes(1))) > 0) {
        // until the queue is empty
      }
      pool.dispose();
      report(database, recording.get(), seconds);
    }
  }

  private static void pause(@Nullable Integer done) throws InterruptedException {
    if (done == null || done == 0) {
      Thread.sleep(200);
    }
  }

  private static int steadily(TestDatabase database, int clinics, int rate, int seconds)
      throws SQLException, InterruptedException {
    int ticks = 20;
    int recorded = 0;
    try (Connection connection = database.connectAsSuperuser();
        PreparedStatement insert = connection.prepareStatement(RECORD)) {
      long start = System.nanoTime();
      for (int tick = 0; tick < seconds * ticks; tick++) {
        insert.setInt(1, clinics);
        insert.setInt(2, recorded);
        insert.setInt(3, recorded + rate / ticks - 1);
        insert.executeUpdate();
        recorded += rate / ticks;
        long due = start + Duration.ofSeconds(1).toNanos() / ticks * (tick + 1);
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
      }
    }
    return recorded;
  }

  private void report(TestDatabase database, int recorded, int seconds) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select percentile_cont(0.5) within group (order by waited),
                       percentile_cont(0.99) within group (order by waited), max(waited), count(*)
                  from (select extract(epoch from k.signed_at - e.recorded_at) as waited
                          from audit.leaf l
                          join audit.entry e using (clinic_id, entry_id)
                          cross join lateral (
                            select signed_at from audit.checkpoint k
                             where k.clinic_id = l.clinic_id and k.size > l.position
                             order by k.size limit 1) k) w
                """)) {
      row.next();
      out.printf(
          Locale.ROOT,
          "At %,d entries/s for %d s: recorded to signed p50 %.2f s, p99 %.2f s, longest %.2f s"
              + " (%,d of %,d provable).%n",
          recorded / seconds,
          seconds,
          row.getDouble(1),
          row.getDouble(2),
          row.getDouble(3),
          row.getLong(4),
          recorded);
    }
  }

  private static ConnectionPool pool(TestDatabase database) {
    return new ConnectionPool(
        ConnectionPoolConfiguration.builder(database.reactiveAs("sequencer")).maxSize(2).build());
  }

  private static double perSecond(long count, long nanos) {
    return count / (nanos / 1e9);
  }
}
