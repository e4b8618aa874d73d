package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Sentinel's roles and the databases {@code sentinel} and {@code keycloak} on a stack's server. */
final class Databases {
  static final String SUPERUSER = "postgres";
  private static final List<String> ROLES =
      List.of("owner", "app", "sequencer", "directory", "statistics", "eraser");

  private final Stack stack;

  Databases(Stack stack) {
    this.stack = stack;
  }

  String superuserPassword() {
    return stack.passwords().get("postgres.superuser");
  }

  /** Whether the server lets the superuser in. */
  boolean accept() throws SQLException {
    try (Connection connection = connect()) {
      return connection.isValid(5);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + stack.ports().postgres() + "/postgres",
        SUPERUSER,
        superuserPassword());
  }

  /** Makes what is missing and sets every role's password; harmless when repeated. */
  void create() throws IOException {
    Path roles = stack.project().deploy().resolve("postgres/roles.sql");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(roles));
      for (String role : ROLES) {
        setPassword(statement, "sentinel_" + role, role);
      }
      statement.execute(
          "do $$ begin create role keycloak login;"
              + " exception when duplicate_object then null; end $$");
      setPassword(statement, "keycloak", "keycloak.database");
      create(statement, "sentinel", "sentinel_owner");
      create(statement, "keycloak", "keycloak");
    } catch (SQLException e) {
      throw new CannotGoOn("PostgreSQL refused Sentinel's roles: " + e.getMessage(), e);
    }
  }

  private void setPassword(Statement statement, String role, String password) throws SQLException {
    statement.execute("alter role " + role + " password '" + stack.passwords().get(password) + "'");
  }

  private static void create(Statement statement, String database, String owner)
      throws SQLException {
    try (ResultSet found =
        statement.executeQuery("select from pg_database where datname = '" + database + "'")) {
      if (found.next()) {
        return;
      }
    }
    statement.execute("create database " + database + " owner " + owner);
  }
}
