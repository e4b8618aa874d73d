package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ScriptedIssuer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 1, gated: each kind of act, tried outside the clinic's instruction, is not done, stands
 * in the log, and is shown to the owner as a deviation, and to no neighbour.
 */
final class InstructionTest extends FhirDoor {
  private static final List<String> REPORTS =
      List.of(
          "/reports/diagnosekodning",
          "/reports/diagnosekodning.pdf",
          "/reports/diagnosekodning.xlsx");

  private static TestBundle bundle(TestClinic clinic, int ago) {
    return TestBundle.of(clinic.ydernummer()).nancy().condition("c", "nancy", "L03", daysAgo(ago));
  }

  /** As "act reason times entries", newest first. */
  private List<String> deviations(TestClinic clinic) {
    return deviations(clinic, "");
  }

  private List<String> deviations(TestClinic clinic, String query) {
    return ((List<?>)
            Objects.requireNonNull(
                get(clinic.owner(), clinic.path("/deviations" + query)).get("deviations")))
        .stream()
            .map(one -> (Map<?, ?>) one)
            .map(one ->
                one.get("act")
                    + " "
                    + one.get("reason")
                    + " "
                    + one.get("times")
                    + " "
                    + one.get("entries"))
            .toList();
  }

  private int status(ScriptedIssuer.Person person, String path) {
    return as(person).get().uri(path).exchange().returnResult(Void.class).getStatus().value();
  }

  @Test
  void a_clinic_within_its_instruction_has_no_deviation() {
    TestClinic clinic = openClinic("99000007", "061610");

    assertThat(send(bundle(clinic, 1)).status()).isEqualTo(200);
    assertThat(status(clinic.owner(), clinic.path(REPORTS.getFirst()))).isEqualTo(200);

    assertThat(deviations(clinic)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"practice-system", "consent", "enrolment"})
  void what_arrives_while_a_gate_is_closed_deviates(String gate) {
    int at = List.of("practice-system", "consent", "enrolment").indexOf(gate);
    TestClinic clinic =
        openClinic(List.of("99000015", "99000023", "99000031").get(at), "06162" + at);
    close(clinic, gate);

    assertThat(send(bundle(clinic, 1)).status()).isEqualTo(422);
    assertThat(send(bundle(clinic, 1)).status()).isEqualTo(422);

    assertThat(rows(clinic)).isZero();
    assertThat(recorded(clinic.id())).endsWith("journal.refuse refused", "journal.refuse refused");
    assertThat(deviations(clinic)).containsExactly("receive " + gate + " 2 6");
  }

  @Test
  void what_arrives_without_an_agreement_deviates() {
    TestClinic clinic = newClinic("99000058", "061630");
    activate(clinic, "demo-journal");

    assertThat(send(bundle(clinic, 0)).status()).isEqualTo(422);

    assertThat(deviations(clinic)).containsExactly("receive agreement 1 3");
  }

  @Test
  void a_datum_of_a_day_before_the_gates_opened_deviates_alone() {
    TestClinic clinic = openClinic("99000066", "061640");

    Answer answer = send(bundle(clinic, 1).condition("c-old", "nancy", "L84", daysAgo(61)));

    assertThat(answer.stored("Condition")).isOne();
    assertThat(deviations(clinic)).containsExactly("receive practice-system 1 1");
  }

  @Test
  void a_kind_of_data_that_the_system_may_not_send_deviates() {
    TestClinic clinic = openClinic("99000074", "061650");
    byte[] bytes = bundle(clinic, 1).encounter("e", "nancy", daysAgo(1)).bytes();
    scan.sent(bytes);

    answer(
        as(issuer.practiceSystem("demo-journal", "system/Patient.c system/Condition.c"))
            .post()
            .uri("/fhir")
            .contentType(FHIR)
            .bodyValue(bytes));

    assertThat(deviations(clinic)).containsExactly("receive kind 1 1");
  }

  @Test
  void bad_data_deviate_from_nothing() {
    TestClinic clinic = openClinic("99000082", "061660");

    send(bundle(clinic, 1).condition("c-bad", "nancy", "L90", "2026-02-30"));

    assertThat(deviations(clinic)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"practice-system", "consent", "enrolment"})
  void figures_are_not_read_while_a_gate_is_closed(String gate) {
    int at = List.of("practice-system", "consent", "enrolment").indexOf(gate);
    TestClinic clinic =
        openClinic(List.of("99000090", "99000104", "99000112").get(at), "06167" + at);
    send(bundle(clinic, 1));
    close(clinic, gate);

    for (String report : REPORTS) {
      assertThat(status(clinic.owner(), clinic.path(report))).as(report).isEqualTo(409);
    }

    assertThat(recorded(clinic.id()))
        .endsWith("report.open refused", "report.open refused", "report.open refused");
    assertThat(deviations(clinic)).containsExactly("read " + gate + " 3 3");
  }

  @Test
  void figures_without_a_permission_deviate() {
    TestClinic clinic = openClinic("99000120", "061680");
    send(bundle(clinic, 1));
    ScriptedIssuer.Person physiotherapist =
        ScriptedIssuer.Person.of("Ída Kofoed", clinic.cvr(), false);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of(
            "professionalId",
            physiotherapist.id(),
            "name",
            "Ída Kofoed",
            "role",
            "physiotherapist"));

    for (String report : REPORTS) {
      assertThat(status(physiotherapist, clinic.path(report))).as(report).isEqualTo(403);
    }

    assertThat(deviations(clinic)).containsExactly("read permission 3 3");
    permit(clinic, physiotherapist);
    assertThat(status(physiotherapist, clinic.path(REPORTS.getFirst()))).isEqualTo(200);
    assertThat(deviations(clinic)).containsExactly("read permission 3 3");
  }

  @Test
  void a_deviation_of_another_day_stands_by_itself_and_leaves_after_a_year() {
    TestClinic clinic = openClinic("99000139", "061690");
    close(clinic, "consent");
    clock.setDaysAgo(400);
    send(bundle(clinic, 401));
    clock.setDaysAgo(10);
    send(bundle(clinic, 11));
    clock.set(Duration.ZERO);
    send(bundle(clinic, 1));

    assertThat(deviations(clinic)).hasSize(2).allMatch(one -> one.startsWith("receive "));
  }

  @Test
  void whoever_asks_for_one_gets_the_newest_and_nobody_asks_for_none_or_too_many() {
    TestClinic clinic = openClinic("99000171", "061695");
    close(clinic, "consent");
    clock.setDaysAgo(10);
    send(bundle(clinic, 11));
    clock.set(Duration.ZERO);
    send(bundle(clinic, 1));
    send(bundle(clinic, 1));

    assertThat(deviations(clinic, "?limit=1")).containsExactly("receive consent 2 6");
    assertThat(deviations(clinic, "?limit=500")).hasSize(2);
    for (String bad : List.of("0", "501", "-1", "1.5", "ten", "99999999999", "")) {
      assertThat(status(clinic.owner(), clinic.path("/deviations?limit=" + bad)))
          .as(bad)
          .isEqualTo(400);
    }
  }

  @Test
  void the_neighbour_sees_only_its_own() {
    TestClinic clinic = openClinic("99000147", "061700");
    TestClinic neighbour = openClinic("99000155", "061701");
    close(clinic, "consent");
    send(bundle(clinic, 1));

    assertThat(deviations(clinic)).hasSize(1);
    assertThat(deviations(neighbour)).isEmpty();
    assertThat(status(neighbour.owner(), clinic.path("/deviations"))).isEqualTo(404);
  }

  @Test
  void a_deviation_names_no_person() {
    TestClinic clinic = openClinic("99000163", "061710");
    close(clinic, "consent");
    send(bundle(clinic, 1));

    Map<?, ?> told = get(clinic.owner(), clinic.path("/deviations"));

    Map<?, ?> one = (Map<?, ?>) ((List<?>) Objects.requireNonNull(told.get("deviations"))).get(0);
    assertThat(Set.<Object>copyOf(one.keySet()))
        .containsExactlyInAnyOrder(
            "day",
            "act",
            "project",
            "reason",
            "systemId",
            "systemName",
            "times",
            "entries",
            "last");
    assertThat(one.get("systemId")).isEqualTo("demo-journal");
    assertThat(told.toString()).doesNotContain("2512489996", "L03");
  }

  private void close(TestClinic clinic, String gate) {
    switch (gate) {
      case "practice-system" -> decide(clinic, "demo-journal", "stop");
      case "consent" -> post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
      default ->
          post(clinic.owner(), clinic.path("/projects/diagnosekodning/withdrawal"), Map.of());
    }
  }
}
