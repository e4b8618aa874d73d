package dk.sentinel.infra.testing;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * A database of one's own on the running test server, migrated as in production and dropped on
 * close. Roles are those of {@code infra/deploy/postgres/roles.sql}; they are shared by all test
 * databases of a server and all have the same password. Safe to create from several processes.
 */
public final class TestDatabase implements AutoCloseable {
  /** The password of every role on a test server; such a server listens on loopback only. */
  public static final String PASSWORD = "sentinel-test";

  private static final long ROLES_LOCK = 0x53454e54L;
  private static final String[] ROLES = {
    "owner", "app", "sequencer", "directory", "statistics", "eraser"
  };

  private final TestPostgres server;
  private final String name;

  private TestDatabase(TestPostgres server, String name) {
    this.server = server;
    this.name = name;
  }

  /**
   * Creates and migrates a database.
   *
   * @param rooms the rooms whose migrations run, in this order: "compliance", then "api"; their
   *     scripts must be on the class path under {@code db/<room>}
   */
  public static TestDatabase migrated(String... rooms) {
    TestDatabase database = empty();
    for (String room : rooms) {
      Flyway.configure()
          .dataSource(database.jdbcUrl(), "sentinel_owner", PASSWORD)
          .locations("classpath:db/" + room)
          .defaultSchema("migration")
          .table(room + "_history")
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    }
    return database;
  }

  /** Creates a database with the roles but without any table. */
  public static TestDatabase empty() {
    TestPostgres server = TestPostgres.running();
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      createRoles(connection, statement);
      statement.execute("create database " + name + " owner sentinel_owner");
    } catch (SQLException e) {
      throw new IllegalStateException("the test server refused a new database", e);
    }
    return new TestDatabase(server, name);
  }

  private static void createRoles(Connection connection, Statement statement) throws SQLException {
    connection.setAutoCommit(false);
    statement.execute("select pg_advisory_xact_lock(" + ROLES_LOCK + ")");
    statement.execute(rolesScript());
    for (String role : ROLES) {
      statement.execute("alter role sentinel_" + role + " password '" + PASSWORD + "'");
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static String rolesScript() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      Path script = directory.resolve("infra/deploy/postgres/roles.sql");
      if (Files.exists(script)) {
        try {
          return Files.readString(script);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      directory = directory.getParent();
    }
    throw new IllegalStateException("run tests from inside the checkout: infra/deploy not found");
  }

  /** The database's name on the server. */
  public String name() {
    return name;
  }

  /** Where the server listens. */
  public String host() {
    return server.host();
  }

  /** Where the server listens. */
  public int port() {
    return server.port();
  }

  /** The JDBC address of this database. */
  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  /**
   * A blocking connection as one of Sentinel's roles.
   *
   * @param role "owner", "app", "sequencer", "directory", "statistics" or "eraser"
   */
  public Connection connectAs(String role) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), "sentinel_" + role, PASSWORD);
  }

  /** A blocking connection as the server's superuser: for planting what no role could plant. */
  public Connection connectAsSuperuser() throws SQLException {
    return server.connect(name);
  }

  /**
   * What one query for one number gives, asked as the superuser.
   *
   * @throws SQLException also when there is no row
   */
  public long number(String query) throws SQLException {
    try (Connection connection = connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Reactive connections as one of Sentinel's roles.
   *
   * @param role "owner", "app", "sequencer", "directory", "statistics" or "eraser"
   */
  public PostgresqlConnectionFactory reactiveAs(String role) {
    return new PostgresqlConnectionFactory(
        PostgresqlConnectionConfiguration.builder()
            .host(host())
            .port(port())
            .database(name)
            .username("sentinel_" + role)
            .password(PASSWORD)
            .build());
  }

  /** Drops the database, with whoever is still connected to it. */
  @Override
  public void close() {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");
    } catch (SQLException e) {
      throw new IllegalStateException("the test database " + name + " could not be dropped", e);
    }
  }
}
