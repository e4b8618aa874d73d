package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ScriptedIssuer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees which figures: people bound to a ydernummer, and permissions by § 42 d. */
final class FiguresTest extends FhirDoor {
  private static final String A = "061010";
  private static final String B = "061011";
  private static final String REPORT = "/reports/diagnosekodning";

  private TestClinic clinic;
  private ScriptedIssuer.Person ofA;
  private ScriptedIssuer.Person ofBoth;

  @BeforeAll
  void aClinicWithTwoYdernumre() throws SQLException {
    clinic = openClinic("99000007", A);
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into tenancy.ydernummer values ('"
              + clinic.id()
              + "', '"
              + B
              + "', '51', 'DK-83',"
              + " '2020-01-01')");
      statement.execute(
          "insert into tenancy.ydernummer_holder values ('"
              + B
              + "', '2020-01-01', null, '"
              + clinic.id()
              + "')");
      statement.execute(
          "insert into tenancy.activation_event values ('"
              + clinic.id()
              + "', 'demo-journal', '"
              + B
              + "', 1, 'asked', null, now() - interval '60 days'), ('"
              + clinic.id()
              + "', 'demo-journal', '"
              + B
              + "', 2, 'confirmed', 'owner', now() - interval '60 days')");
    }
    assertThat(
            send(TestBundle.of(A)
                    .patient("p-a", "6101811234", "female", "1981-01-01")
                    .condition("c-a", "p-a", "L03", daysAgo(9)))
                .stored("Condition"))
        .isOne();
    assertThat(
            send(TestBundle.of(B)
                    .patient("p-b", "6102811234", "male", "1981-02-01")
                    .condition("c-b", "p-b", "L90", daysAgo(9))
                    .encounter("e-b", "p-b", daysAgo(9))
                    .procedure("s-b", "p-b", "0110", daysAgo(9)))
                .stored("Condition"))
        .isOne();
    ofA = physiotherapist("Anna Af A", List.of(A));
    ofBoth = physiotherapist("Bo Begge", List.of(A, B));
    permit(clinic, ofA);
    permit(clinic, ofBoth);
  }

  private ScriptedIssuer.Person physiotherapist(String name, List<String> ydernumre) {
    ScriptedIssuer.Person person = ScriptedIssuer.Person.of(name, clinic.cvr(), false);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of(
            "professionalId",
            person.id(),
            "name",
            name,
            "role",
            "physiotherapist",
            "ydernumre",
            ydernumre));
    return person;
  }

  private List<String> codes(ScriptedIssuer.Person person) {
    return ((List<?>) Objects.requireNonNull(get(person, clinic.path(REPORT)).get("rows")))
        .stream().map(row -> String.valueOf(((Map<?, ?>) row).get("code"))).sorted().toList();
  }

  @Test
  void a_physiotherapist_of_one_ydernummer_never_sees_anothers_figures() {
    assertThat(codes(clinic.owner())).containsExactly("L03", "L90");
    assertThat(codes(ofBoth)).containsExactly("L03", "L90");
    assertThat(codes(ofA)).containsExactly("L03");
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry)
                .contains("\"report.open\"", ofA.id(), "\"ydernumre\":\"" + A + "\"")
                .contains("\"results\":1"));
    for (String rest : List.of(".xlsx", ".pdf")) {
      as(ofA).get().uri(clinic.path(REPORT + rest)).exchange().expectStatus().isOk();
    }
  }

  /** Whatever the program asks for: the rows of others are not there. */
  @ParameterizedTest
  @ValueSource(strings = {"diagnosis_event", "encounter", "service", "current_diagnosis"})
  void the_database_hides_them_by_itself(String table) throws SQLException {
    try (Connection connection = database().connectAs("app");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select set_config('sentinel.clinic', '" + clinic.id() + "', true)");
      assertThat(count(statement, table)).as("nobody said which").isZero();
      statement.execute("select set_config('sentinel.ydernumre', '" + A + "', true)");
      int seenOfA = count(statement, table);
      statement.execute("select set_config('sentinel.ydernumre', '*', true)");
      assertThat(count(statement, table)).as("positive control").isGreaterThan(seenOfA);
      statement.execute("select set_config('sentinel.ydernumre', '" + B + "', true)");
      assertThat(count(statement, table)).as("positive control").isPositive();
      connection.rollback();
    }
  }

  private static int count(Statement statement, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select count(*) from databank." + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void a_correction_stays_with_the_ydernummer_of_what_it_corrects() {
    TestBundle first =
        TestBundle.of(A)
            .patient("p-moved", "6103821234", "female", "1982-03-01")
            .condition("c-moved", "p-moved", "L84", daysAgo(8));
    TestBundle corrected =
        TestBundle.of(B)
            .patient("p-moved", "6103821234", "female", "1982-03-01")
            .condition("c-moved", "p-moved", "L86", daysAgo(8));
    send(first);
    assertThat(codes(ofA)).contains("L84");
    send(corrected);
    assertThat(codes(ofA)).contains("L86").doesNotContain("L84");
    send(
        TestBundle.of(A)
            .patient("p-moved", "6103821234", "female", "1982-03-01")
            .condition("c-moved", "p-moved", "L86", daysAgo(8))
            .with(node ->
                TestBundle.code(
                    node.putObject("verificationStatus"),
                    "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                    "entered-in-error")));
    assertThat(codes(ofA)).containsExactly("L03");
  }

  @Test
  void a_ydernummer_of_another_clinic_cannot_be_given() {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/members"))
        .bodyValue(
            Map.of(
                "professionalId", "nobody-yet",
                "name", "Niels",
                "role", "physiotherapist",
                "ydernumre", List.of("999999")))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].field")
        .isEqualTo("ydernumre");
  }

  @Test
  void without_a_permission_no_figures_and_the_refusal_is_on_record() {
    ScriptedIssuer.Person person = physiotherapist("Uden Tilladelse", List.of(A));
    refused(person);
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry)
                .contains("\"report.open\"", person.id(), "\"reason\":\"permission-required\""));
    Map<?, ?> given = permit(clinic, person);
    assertThat(codes(person)).isNotEmpty();

    as(clinic.owner())
        .delete()
        .uri(clinic.path("/permissions/" + given.get("permissionId")))
        .exchange()
        .expectStatus()
        .isNoContent();
    refused(person);
    as(clinic.owner())
        .delete()
        .uri(clinic.path("/permissions/" + given.get("permissionId")))
        .exchange()
        .expectStatus()
        .isNotFound();
    assertThat(recorded(clinic.id()))
        .contains("permission.grant success", "permission.end success");
  }

  @Test
  void a_permission_holds_from_its_first_day_to_its_last() {
    ScriptedIssuer.Person person = physiotherapist("Til Tiden", List.of(A));
    LocalDate tomorrow =
        LocalDate.ofInstant(clock.instant(), ZoneId.of("Europe/Copenhagen")).plusDays(1);
    post(
        clinic.owner(),
        clinic.path("/permissions"),
        Map.of(
            "professionalId", person.id(),
            "authorisation", "0b1c2",
            "criteria", List.of("quality-lead", "treating"),
            "from", tomorrow.toString(),
            "to", tomorrow.toString()));
    refused(person);
    clock.set(Duration.ofDays(1));
    assertThat(codes(person)).isNotEmpty();
    clock.set(Duration.ofDays(2));
    refused(person);
  }

  @Test
  void whoever_loses_the_role_loses_the_permission_with_it() {
    ScriptedIssuer.Person person = physiotherapist("Ida Igen", List.of(A));
    permit(clinic, person);
    as(clinic.owner())
        .delete()
        .uri(clinic.path("/members/" + person.id() + "/physiotherapist"))
        .exchange()
        .expectStatus()
        .isNoContent();
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of("professionalId", person.id(), "name", "Ida Igen", "role", "physiotherapist"));
    refused(person);
  }

  @ParameterizedTest
  @ValueSource(strings = {"professionalId", "authorisation", "criteria", "from", "to"})
  void what_cannot_be_permitted_is_refused_at_its_field(String field) {
    Map<String, Object> asked = new HashMap<>();
    asked.put("professionalId", ofA.id());
    asked.put("authorisation", "0B1C2");
    asked.put("criteria", new ArrayList<>(List.of("treating")));
    asked.put("to", clock.instant().plus(Duration.ofDays(30)).toString().substring(0, 10));
    asked.put(
        field,
        switch (field) {
          case "criteria" -> List.of("because I say so");
          case "from" -> "2020-01-01";
          case "to" -> "2099-01-01";
          case "authorisation" -> "AEIOU";
          default -> "somebody-else";
        });
    as(clinic.owner())
        .post()
        .uri(clinic.path("/permissions"))
        .bodyValue(asked)
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].field")
        .isEqualTo(field);
  }

  private void refused(ScriptedIssuer.Person person) {
    as(person)
        .get()
        .uri(clinic.path(REPORT))
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/permission-required");
  }
}
