package dk.sentinel.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.infra.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Promise 3, isolated: on every tenant table the neighbour sees nothing and changes nothing.
 *
 * <p>So that row-level security is tested by itself, the other fences are taken away in this
 * database: the application role gets every privilege, and checks, foreign keys and append-only
 * triggers are dropped. Each denial stands beside a positive control on the clinic's own row.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NeighbourTest {
  private static final UUID OWN = UUID.fromString("0a000000-0000-4000-8000-000000000001");
  private static final UUID NEIGHBOUR = UUID.fromString("0b000000-0000-4000-8000-000000000002");

  private TestDatabase database;
  private List<String> tables;

  @BeforeAll
  void plantARowOfEachClinicInEveryTable() throws SQLException {
    database = TestDatabase.migrated("compliance", "api");
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      tables = Catalogue.tenantTables(connection);
      dropOtherFences(connection);
      for (String table : tables) {
        statement.execute("grant all on " + table + " to sentinel_app");
        statement.execute(insert(connection, table, OWN));
        statement.execute(insert(connection, table, NEIGHBOUR));
      }
    }
  }

  @AfterAll
  void drop() {
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> the_neighbours_rows_are_invisible() {
    return eachTable((statement, table) -> {
      as(statement, OWN);
      assertThat(count(statement, table, NEIGHBOUR)).isZero();
      assertThat(count(statement, table, OWN)).as("positive control").isOne();
    });
  }

  @TestFactory
  Stream<DynamicTest> without_a_clinic_nothing_is_visible() {
    return eachTable((statement, table) -> {
      assertThat(count(statement, table, OWN) + count(statement, table, NEIGHBOUR)).isZero();
      as(statement, OWN);
      assertThat(count(statement, table, OWN)).as("positive control").isOne();
    });
  }

  @TestFactory
  Stream<DynamicTest> the_neighbours_rows_cannot_be_changed() {
    return eachTable((statement, table) -> {
      as(statement, OWN);
      assertThat(statement.executeUpdate(update(table, NEIGHBOUR))).isZero();
      assertThat(statement.executeUpdate(update(table, OWN))).as("positive control").isOne();
    });
  }

  @TestFactory
  Stream<DynamicTest> a_row_cannot_be_given_to_the_neighbour() {
    return eachTable((statement, table) -> {
      as(statement, OWN);
      statement.execute("savepoint before_theft");
      assertThatThrownBy(() ->
              statement.executeUpdate("update " + table + " set clinic_id = gen_random_uuid()"))
          .hasMessageContaining("row-level security");
      statement.execute("rollback to before_theft");
      assertThat(statement.executeUpdate(update(table, OWN))).as("positive control").isOne();
    });
  }

  @TestFactory
  Stream<DynamicTest> the_neighbours_rows_cannot_be_deleted() {
    return eachTable((statement, table) -> {
      as(statement, OWN);
      assertThat(statement.executeUpdate(delete(table, NEIGHBOUR))).isZero();
      assertThat(statement.executeUpdate(delete(table, OWN))).as("positive control").isOne();
    });
  }

  @TestFactory
  Stream<DynamicTest> nothing_can_be_written_for_the_neighbour() {
    return eachTable((statement, table) -> {
      as(statement, OWN);
      statement.executeUpdate(delete(table, OWN));
      statement.execute("savepoint before_insert");
      assertThatThrownBy(
              () -> statement.execute(insert(statement.getConnection(), table, NEIGHBOUR)))
          .hasMessageContaining("row-level security");
      statement.execute("rollback to before_insert");
      statement.execute(insert(statement.getConnection(), table, OWN));
      assertThat(count(statement, table, OWN)).as("positive control").isOne();
    });
  }

  @Test
  void the_neighbours_rows_are_invisible_through_every_view() throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "update databank.diagnosis_event set status = 'active', subject_id = '" + OWN + "'");
      statement.execute("update databank.patient set subject_id = '" + OWN + "'");
      List<String> views = Catalogue.views(connection);
      assertThat(views).contains("databank.current_diagnosis");
      for (String view : views) {
        statement.execute("set local role none");
        statement.execute("grant select on " + view + " to sentinel_app");
        assertThat(count(statement, view, NEIGHBOUR)).as("positive control on " + view).isOne();
        statement.execute("set local role sentinel_app");
        assertThat(count(statement, view, NEIGHBOUR)).as(view + " without a clinic").isZero();
        as(statement, OWN);
        assertThat(count(statement, view, NEIGHBOUR)).as(view).isZero();
        assertThat(count(statement, view, OWN)).as("positive control on " + view).isOne();
        as(statement, new UUID(0, 9));
      }
      connection.rollback();
    }
  }

  @Test
  void an_entry_cannot_be_written_into_the_neighbours_log() throws SQLException {
    try (Connection connection = database.connectAs("app");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      as(statement, OWN);
      statement.execute("savepoint before_entry");
      assertThatThrownBy(() -> statement.execute(appended(NEIGHBOUR)))
          .hasMessageContaining("row-level security");
      statement.execute("rollback to before_entry");
      statement.execute(appended(OWN));
      assertThat(count(statement, "audit.entry", OWN)).as("positive control").isEqualTo(2);
      connection.rollback();
    }
  }

  private static String appended(UUID clinic) {
    return "call audit.append('" + clinic + "', gen_random_uuid(), now(), '{}')";
  }

  private Stream<DynamicTest> eachTable(OnTable test) {
    return tables.stream()
        .map(table -> DynamicTest.dynamicTest(table, () -> rolledBack(test, table)));
  }

  private void rolledBack(OnTable test, String table) throws SQLException {
    try (Connection connection = database.connectAs("app");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      test.run(statement, table);
      connection.rollback();
    }
  }

  private static void as(Statement statement, UUID clinic) throws SQLException {
    statement.execute(
        "select set_config('sentinel.clinic', '"
            + clinic
            + "', true), set_config('sentinel.ydernumre', '*', true),"
            + " set_config('sentinel.log_begins', '-infinity', true),"
            + " set_config('sentinel.log_ends', 'infinity', true)");
  }

  private static int count(Statement statement, String table, UUID clinic) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select count(*) from " + table + " where clinic_id = '" + clinic + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String update(String table, UUID clinic) {
    return "update " + table + " set clinic_id = clinic_id where clinic_id = '" + clinic + "'";
  }

  private static String delete(String table, UUID clinic) {
    return "delete from " + table + " where clinic_id = '" + clinic + "'";
  }

  private static void dropOtherFences(Connection connection) throws SQLException {
    runAll(
        connection,
        "select format('alter table %s drop constraint %I', conrelid::regclass, conname)"
            + " from pg_constraint k join pg_class c on c.oid = k.conrelid"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " where k.contype in ('c', 'f') and n.nspname not like 'pg\\_%'"
            + " and n.nspname <> 'information_schema'");
    runAll(
        connection,
        "select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger"
            + " where not tgisinternal");
  }

  private static void runAll(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        Statement each = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        each.execute(rows.getString(1));
      }
    }
  }

  /** A row of any table: every column that must have a value gets one of its type. */
  private static String insert(Connection connection, String table, UUID clinic)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select string_agg(quote_ident(attname), ', ' order by attnum),"
                    + " string_agg(case when attname = 'clinic_id' then '''"
                    + clinic
                    + "''' else case format_type(coalesce(nullif(typbasetype, 0), atttypid),"
                    + " null)"
                    + " when 'uuid' then 'gen_random_uuid()'"
                    + " when 'text' then '''x'''"
                    + " when 'character' then '''x'''"
                    + " when 'bytea' then '''\\x00'''"
                    + " when 'jsonb' then '''{}'''"
                    + " when 'boolean' then 'true'"
                    + " when 'date' then 'current_date'"
                    + " when 'timestamp with time zone' then 'now()'"
                    + " when 'text[]' then '''{}''' else '1' end end, ', ' order by attnum)"
                    + " from pg_attribute join pg_type on pg_type.oid = atttypid where attrelid = '"
                    + table
                    + "'::regclass and attnum > 0 and not attisdropped and attidentity = ''"
                    + " and attgenerated = '' and attnotnull")) {
      rows.next();
      return "insert into "
          + table
          + " ("
          + rows.getString(1)
          + ") values ("
          + rows.getString(2)
          + ")";
    }
  }

  @FunctionalInterface
  private interface OnTable {
    void run(Statement statement, String table) throws SQLException;
  }
}
