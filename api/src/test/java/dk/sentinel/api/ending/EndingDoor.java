package dk.sentinel.api.ending;

import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.api.capture.FhirDoor;
import dk.sentinel.api.capture.TestBundle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What the tests of an agreement's end need: a clinic full of data, and the deletion by hand. */
abstract class EndingDoor extends FhirDoor {
  /** The tables that a deletion empties. */
  static final List<String> ERASED =
      List.of(
          "databank.receipt",
          "databank.source_record",
          "databank.patient",
          "databank.diagnosis_event",
          "databank.encounter",
          "databank.service",
          "databank.referral",
          "privacy.subject",
          "privacy.subject_key",
          "privacy.clinic_key",
          "tenancy.invitation");

  /** The loop looks once and then not again: the tests take the steps. */
  @Override
  protected List<String> settings() {
    return List.of("sentinel.ending.pause=1h");
  }

  /** Some of everything: three people, a correction of a correction, an invitation. */
  final TestClinic fullClinic(String cvr, String ydernummer) {
    TestClinic clinic = openClinic(cvr, ydernummer);
    for (String code : List.of("L03", "L84", "L86")) {
      store(
          TestBundle.of(ydernummer)
              .nancy()
              .patient("p-2", "6101801234", "male", "1980-01-01")
              .patient("p-3", "6201801234", "female", "1980-01-02")
              .condition("c-1", "nancy", code, daysAgo(20))
              .condition("c-2", "p-2", "L90", daysAgo(10))
              .encounter("e-1", "nancy", daysAgo(20))
              .procedure("s-1", "p-3", "0111", daysAgo(5))
              .serviceRequest("r-1", "p-2", daysAgo(12)));
    }
    post(
        clinic.owner(),
        clinic.path("/invitations"),
        Map.of("role", "physiotherapist", "email", "kollega@example.dk"));
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of("professionalId", fysio(clinic).id(), "name", "Fie Fys", "role", "physiotherapist"));
    permit(clinic, fysio(clinic));
    return clinic;
  }

  private void store(TestBundle bundle) {
    Answer answer = send(bundle);
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }

  final ScriptedIssuer.Person fysio(TestClinic clinic) {
    return new ScriptedIssuer.Person(
        new UUID(7, Long.parseLong(clinic.cvr())).toString(),
        "Fie Fys",
        clinic.cvr(),
        false,
        "session-fie-" + clinic.cvr());
  }

  final Map<?, ?> terminate(TestClinic clinic) {
    return post(clinic.owner(), clinic.path("/agreement/termination"), Map.of("cvr", clinic.cvr()));
  }

  final Map<?, ?> termination(TestClinic clinic) {
    return get(clinic.owner(), clinic.path("/agreement/termination"));
  }

  /** One step of the deletion, as the loop takes it; how many clinics had one. */
  final int step() {
    return java.util.Objects.requireNonNull(bean(Deleting.class).round().block());
  }

  /** The days are over and everything is deleted. */
  final void deleteAll(TestClinic clinic) {
    clock.set(Duration.ofDays(31));
    while (step() > 0) {
      // the next step
    }
  }

  /** Rows of a clinic in each table that has a clinic_id, but for the log. */
  final Map<String, Integer> rowsByTable(UUID clinic) {
    Map<String, Integer> rows = new TreeMap<>();
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        try (ResultSet row =
            statement.executeQuery(
                "select count(*) from " + table + " where clinic_id = '" + clinic + "'")) {
          row.next();
          rows.put(table, row.getInt(1));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "select c.oid::regclass::text from pg_class c"
                + " join pg_namespace n on n.oid = c.relnamespace"
                + " join pg_attribute a on a.attrelid = c.oid and a.attname = 'clinic_id'"
                + " where c.relkind = 'r' and n.nspname not in ('audit', 'migration')")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
