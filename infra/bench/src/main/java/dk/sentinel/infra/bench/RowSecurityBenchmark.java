package dk.sentinel.infra.bench;

import dk.sentinel.infra.testing.TestDatabase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * What row-level security costs: the same queries on the same rows of the databank's largest table,
 * as the application role under its policies, and as a role that no policy binds with the clinic
 * written into the query. In turns, over clinics drawn at random, in a scratch database on the
 * running test server ({@code SENTINEL_SERVERS}). The full size needs about 8 GB of disk.
 *
 * <p>One connection asks both and changes its role in between: with a connection for each, the
 * machine may let one server process wake on the client's core and the other on a sleeping one,
 * which made the shortest query 2.4 times as long under the policy as without.
 */
public final class RowSecurityBenchmark {
  private static final int CLINICS = 800;
  private static final int CODES = 37;
  private static final int WARM_UPS = 3;
  private static final Path DATABANK = Path.of("api/src/main/resources/db/api/V1__databank.sql");

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Random random = new Random(42);
  private final int rows;

  /**
   * A question asked twice.
   *
   * @param name what it is
   * @param bound as the application asks it
   * @param free the same with the clinic written in as the first parameter
   * @param found how many rows it finds; more would be the neighbours'
   * @param times how often a round asks it
   */
  private record Question(String name, String bound, String free, int found, int times) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "one record",
              "select code from databank.service where record_id = ?",
              "select code from databank.service where clinic_id = ? and record_id = ?",
              1,
              2_000),
          new Question(
              "services of a quarter by code",
              "select code, count(*) from databank.service"
                  + " where on_day between date '2025-01-01' and date '2025-03-31'"
                  + " and record_id <> ? group by code",
              "select code, count(*) from databank.service where clinic_id = ?"
                  + " and on_day between date '2025-01-01' and date '2025-03-31'"
                  + " and record_id <> ? group by code",
              CODES,
              100),
          new Question(
              "persons of a clinic",
              "select count(distinct subject_id) from databank.service where record_id <> ?",
              "select count(distinct subject_id) from databank.service where clinic_id = ?"
                  + " and record_id <> ?",
              1,
              100));

  private RowSecurityBenchmark(int rows) {
    this.rows = rows;
  }

  /** Measures: {@code --rows N --rounds N}. */
  public static void main(String[] args) throws Exception {
    int rounds = Arguments.number(args, "--rounds", 9);
    RowSecurityBenchmark benchmark =
        new RowSecurityBenchmark(Arguments.number(args, "--rows", 33_000_000));
    try (TestDatabase database = TestDatabase.migrated("compliance")) {
      benchmark.fill(database);
      benchmark.measure(database, rounds);
    }
  }

  private void fill(TestDatabase database) throws Exception {
    try (Connection owner = database.connectAs("owner");
        Statement statement = owner.createStatement()) {
      statement.execute(Files.readString(DATABANK));
    }
    long start = System.nanoTime();
    try (Connection superuser = database.connectAsSuperuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("set synchronous_commit = off");
      statement.execute("set maintenance_work_mem = '1GB'");
      statement.execute(
          "alter table databank.service drop constraint service_clinic_id_record_id_fkey,"
              + " drop constraint service_clinic_id_subject_id_fkey, drop constraint service_pkey");
      statement.execute(
          "insert into databank.service (clinic_id, record_id, subject_id, code, on_day,"
              + " ydernummer, received_at)"
              + " select "
              + id("c")
              + ", "
              + id("n")
              + ", "
              + id("n / 9")
              + ", lpad((n % "
              + CODES
              + ")::text, 4, '0'), date '2021-01-01' + (n * 7 % 1826)::int, '061010',"
              + " now() from generate_series(0, "
              + (CLINICS - 1)
              + ") c cross join generate_series(0, "
              + (rows / CLINICS - 1)
              + ") n");
      statement.execute("alter table databank.service add primary key (clinic_id, record_id)");
      statement.execute("vacuum analyze databank.service");
    }
    out.printf(
        Locale.ROOT,
        "%,d rows in %d clinics after %.0f s%n",
        rows,
        CLINICS,
        (System.nanoTime() - start) / 1e9);
  }

  private static String id(String number) {
    return "lpad(to_hex((" + number + ")::bigint), 32, '0')::uuid";
  }

  private void measure(TestDatabase database, int rounds) throws SQLException {
    try (Connection connection = database.connectAsSuperuser()) {
      connection.setAutoCommit(false);
      for (Question question : QUESTIONS) {
        for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
          round(connection, question);
        }
        double[] ratios = new double[rounds];
        double seconds = 0;
        for (int round = 0; round < rounds; round++) {
          double[] took = round(connection, question);
          ratios[round] = took[0] / took[1];
          seconds += took[0];
        }
        Arrays.sort(ratios);
        out.printf(
            Locale.ROOT,
            "%s: %.3f ms each under the policy, %.3f times as long as without (target: at most"
                + " 1.05)%n",
            question.name(),
            seconds * 1e3 / question.times() / rounds,
            ratios[rounds / 2]);
      }
    }
  }

  /**
   * Seconds under the policy and without. They ask one after the other, so that a slow moment of
   * the machine meets both, and each for a clinic of its own, so that neither finds in memory what
   * the other has just fetched.
   */
  private double[] round(Connection connection, Question question) throws SQLException {
    double[] took = new double[2];
    for (int i = 0; i < question.times(); i++) {
      for (int turn = 0; turn < 2; turn++) {
        UUID clinic = new UUID(0, random.nextInt(CLINICS));
        UUID record = new UUID(0, random.nextInt(rows / CLINICS));
        boolean underPolicy = (i + turn) % 2 == 0;
        try (Statement role = connection.createStatement()) {
          role.execute(underPolicy ? "set role sentinel_app" : "reset role");
        }
        took[underPolicy ? 0 : 1] += ask(connection, question, underPolicy, clinic, record);
      }
    }
    return took;
  }

  /** Seconds for one; binding the clinic is part of every transaction anyway. */
  private static double ask(
      Connection connection, Question question, boolean underPolicy, UUID clinic, UUID record)
      throws SQLException {
    // the driver keeps both prepared
    try (PreparedStatement bind =
            connection.prepareStatement(
                "select set_config('sentinel.clinic', ?, true),"
                    + " set_config('sentinel.ydernumre', '*', true),"
                    + " set_config('sentinel.log_begins', '-infinity', true),"
                    + " set_config('sentinel.log_ends', 'infinity', true)");
        PreparedStatement query =
            connection.prepareStatement(underPolicy ? question.bound() : question.free())) {
      long start = System.nanoTime();
      bind.setString(1, clinic.toString());
      drain(bind);
      int at = 1;
      if (!underPolicy) {
        query.setObject(at++, clinic);
      }
      query.setObject(at, record);
      int found = drain(query);
      if (found != question.found()) {
        throw new IllegalStateException(question.name() + " finds " + found);
      }
      connection.commit();
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static int drain(PreparedStatement query) throws SQLException {
    int found = 0;
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found++;
      }
    }
    return found;
  }
}
