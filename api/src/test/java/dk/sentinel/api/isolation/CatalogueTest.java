package dk.sentinel.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.infra.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Promise 3, isolated: no table, view or function breaks a rule of the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CatalogueTest {
  /** For each rule something that breaks it, planted and rolled back. */
  private static final Map<String, String> PLANTED =
      Map.ofEntries(
          Map.entry(
              "a tenant table has clinic_id first in its primary key",
              "create table tenancy.planted (id uuid primary key, clinic_id uuid)"),
          Map.entry(
              "unique and foreign keys of a tenant table begin with clinic_id, unless they lead to"
                  + " a reference table",
              "create table tenancy.planted (clinic_id uuid primary key, n int unique)"),
          Map.entry(
              "row-level security is on and forced",
              "create table tenancy.planted (clinic_id uuid primary key);"
                  + " alter table tenancy.planted enable row level security"),
          Map.entry(
              "the tenant policy reads sentinel.clinic, for reading and for writing",
              "create table tenancy.planted (clinic_id uuid primary key);"
                  + " create policy open on tenancy.planted using (true)"),
          Map.entry(
              "no other policy lets the application role see more",
              "create policy open on tenancy.member for select to sentinel_app using (true)"),
          Map.entry(
              "a reference table has no clinic's data: at most the clinic's id",
              "grant select on tenancy.registration to sentinel_app"),
          Map.entry(
              "no role of the product owns a table or bypasses its security",
              "alter role sentinel_statistics bypassrls"),
          Map.entry(
              "no view reads with its owner's rights",
              "create view tenancy.planted as select * from tenancy.member"),
          Map.entry(
              "no function runs with its owner's rights",
              "create function tenancy.planted() returns int language sql security definer"
                  + " as 'select 1'"),
          Map.entry(
              "audit and signature tables cannot be changed by the application roles",
              "grant update on audit.entry to sentinel_app"),
          Map.entry(
              "nobody but the sequencer, the keys' room and the eraser may delete",
              "grant delete on tenancy.member to sentinel_app"),
          Map.entry(
              "the eraser deletes only what a clinic leaves whose deletion has begun",
              "drop policy ending on databank.patient"),
          Map.entry(
              "the eraser reads and changes nothing but what it deletes or ends",
              "grant select on agreement.signature to sentinel_eraser"),
          Map.entry(
              "nobody but its owner reads or moves a sequence: it counts for all clinics",
              "create sequence tenancy.planted; grant usage on sequence tenancy.planted"
                  + " to sentinel_app"),
          Map.entry(
              "a function is run by those it was granted to, not by everyone",
              "create function tenancy.planted() returns int language sql as 'select 1'"));

  private TestDatabase database;

  @BeforeAll
  void migrate() {
    database = TestDatabase.migrated("compliance", "api");
  }

  @AfterAll
  void drop() {
    database.close();
  }

  @Test
  void there_are_tenant_tables_to_guard() throws SQLException {
    try (Connection connection = database.connectAsSuperuser()) {
      assertThat(Catalogue.tenantTables(connection))
          .contains("tenancy.clinic", "audit.entry", "agreement.signature", "privacy.subject");
    }
  }

  @TestFactory
  Stream<DynamicTest> the_database_keeps_every_rule() {
    return Catalogue.ruleNames().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule,
                () -> {
                  try (Connection connection = database.connectAsSuperuser()) {
                    assertThat(Catalogue.breaches(connection, rule)).isEmpty();
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> each_rule_notices_a_planted_breach() {
    return Catalogue.ruleNames().stream()
        .map(rule -> DynamicTest.dynamicTest(rule, () -> noticesBreach(rule)));
  }

  private void noticesBreach(String rule) throws SQLException {
    String breach = PLANTED.get(rule);
    assertThat(breach).as("a planted breach of: " + rule).isNotNull();
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(breach);
      assertThat(Catalogue.breaches(connection, rule)).isNotEmpty();
      connection.rollback();
    }
  }
}
