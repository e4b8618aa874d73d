package dk.sentinel.infra.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The PostgreSQL server that the test run started.
 *
 * @param host where it listens
 * @param port where it listens
 * @param user its superuser
 * @param password the superuser's password
 */
record TestPostgres(String host, int port, String user, String password) {

  static TestPostgres running() {
    TestServers servers = TestServers.running();
    return new TestPostgres(
        servers.get("postgres.host"),
        Integer.parseInt(servers.get("postgres.port")),
        servers.get("postgres.user"),
        servers.get("postgres.password"));
  }

  String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user, password);
  }
}
