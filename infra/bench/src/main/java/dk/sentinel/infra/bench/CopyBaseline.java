package dk.sentinel.infra.bench;

import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What PostgreSQL alone needs for the same rows: COPY into tables of the same columns without
 * index, key, policy or trigger, in one transaction that is committed durably.
 */
final class CopyBaseline {
  private static final List<String> TABLES =
      List.of("patient", "diagnosis_event", "encounter", "service", "referral");

  private final LocalStack stack;

  CopyBaseline(LocalStack stack) {
    this.stack = stack;
  }

  /**
   * A measurement.
   *
   * @param rows how many rows were copied
   * @param took from the first byte to the commit
   */
  record Measured(long rows, Duration took) {}

  /** Copies the rows that came with the receipts into scratch tables, which are dropped again. */
  Measured copy(Collection<String> receipts) throws SQLException {
    try (Connection connection = stack.database();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists bench cascade");
      statement.execute("create schema bench");
      try {
        return write(read(statement, receipts));
      } finally {
        statement.execute("drop schema bench cascade");
      }
    }
  }

  private static Map<String, byte[]> read(Statement statement, Collection<String> receipts)
      throws SQLException {
    String mine = "('" + String.join("','", receipts) + "')";
    Map<String, byte[]> rows = new LinkedHashMap<>();
    statement.execute(scratch("source_record"));
    rows.put(
        "source_record",
        text(statement, "select * from databank.source_record where receipt_id in " + mine));
    for (String table : TABLES) {
      statement.execute(scratch(table));
      rows.put(
          table,
          text(
              statement,
              "select t.* from databank."
                  + table
                  + " t join databank.source_record s using (clinic_id, record_id)"
                  + " where s.receipt_id in "
                  + mine));
    }
    return rows;
  }

  private static String scratch(String table) {
    return "create table bench." + table + " as select * from databank." + table + " where false";
  }

  /** Rows in COPY's text format. */
  private static byte[] text(Statement statement, String query) throws SQLException {
    StringBuilder lines = new StringBuilder();
    try (ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int column = 1; column <= columns; column++) {
          String value = rows.getString(column);
          lines.append(value == null ? "\\N" : value.replace("\\", "\\\\"));
          lines.append(column == columns ? '\n' : '\t');
        }
      }
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Measured write(Map<String, byte[]> rows) {
    return Objects.requireNonNull(
        Mono.usingWhen(
                stack.reactive().create(),
                connection -> write(connection, rows),
                PostgresqlConnection::close)
            .block(Duration.ofMinutes(5)));
  }

  private static Mono<Measured> write(PostgresqlConnection connection, Map<String, byte[]> rows) {
    return connection
        .beginTransaction()
        .then(
            Mono.defer(() -> {
              long start = System.nanoTime();
              return Flux.fromIterable(rows.entrySet())
                  .concatMap(table ->
                      connection.copyIn(
                          "copy bench." + table.getKey() + " from stdin",
                          Mono.fromSupplier(() -> Unpooled.wrappedBuffer(table.getValue()))))
                  .reduce(0L, Long::sum)
                  .flatMap(copied ->
                      connection
                          .commitTransaction()
                          .then(
                              Mono.fromSupplier(() ->
                                  new Measured(
                                      copied, Duration.ofNanos(System.nanoTime() - start)))));
            }));
  }
}
