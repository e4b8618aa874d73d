package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promise 1, gated: every closed gate keeps data out, is named, and the refusal is recorded. */
final class ClosedGateTest extends FhirDoor {
  private static TestBundle bundle(String ydernummer, String day) {
    return TestBundle.of(ydernummer).nancy().condition("c-" + ydernummer, "nancy", "L03", day);
  }

  @Test
  void each_gate_is_named_while_it_is_the_first_closed_one() {
    TestClinic clinic = newClinic("99000007", "061310");
    Answer first = send(bundle("061310", daysAgo(0)));
    assertThat(first.status()).isEqualTo(403);
    assertThat(first.issue().toString()).contains("\"practice-system\"");
    activate(clinic, "demo-journal");
    refusedFor(clinic, "agreement");
    sign(clinic);
    refusedFor(clinic, "consent");
    consent(clinic);
    refusedFor(clinic, "enrolment");
    enrol(clinic);
    assertThat(send(bundle("061310", daysAgo(0))).stored("Condition")).isOne();
    assertThat(recorded(clinic.id())).contains("journal.refuse refused", "journal.store success");
  }

  private void refusedFor(TestClinic clinic, String gate) {
    Answer answer = send(bundle(clinic.ydernummer(), daysAgo(0)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("resourceType").asString("")).isEqualTo("OperationOutcome");
    assertThat(answer.issue().toString()).contains("\"" + gate + "\"");
    assertThat(answer.issue().path("diagnostics").asString("")).contains(gate);
    assertThat(rows(clinic)).isZero();
    assertThat(
            count("select count(*) from privacy.subject where clinic_id = '" + clinic.id() + "'"))
        .isZero();
  }

  @Test
  void a_datum_of_the_time_before_the_gates_opened_is_refused_and_the_others_are_kept() {
    TestClinic clinic = openClinic("99000015", "061320");
    Answer answer =
        send(
            TestBundle.of("061320")
                .nancy()
                .condition("c-before", "nancy", "L03", daysAgo(61))
                .condition("c-first-day", "nancy", "L84", daysAgo(60))
                .condition("c-after", "nancy", "L90", daysAgo(59)));
    assertThat(answer.refused()).containsExactly("2 gate-closed practice-system");
    assertThat(answer.stored("Condition")).isEqualTo(2);
    assertThat(rows(clinic)).isEqualTo(3);
  }

  @Test
  void a_bundle_with_nothing_but_too_old_data_leaves_no_trace_of_the_person() {
    TestClinic clinic = openClinic("99000023", "061330");
    Answer answer = send(bundle("061330", daysAgo(200)));
    assertThat(answer.body()).contains("practice-system");
    assertThat(rows(clinic)).isZero();
    assertThat(
            count("select count(*) from privacy.subject where clinic_id = '" + clinic.id() + "'"))
        .isZero();
  }

  @Test
  void a_withdrawn_consent_keeps_everything_out_at_once() {
    TestClinic clinic = openClinic("99000031", "061340");
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    refusedFor(clinic, "consent");
  }

  @Test
  void a_clinic_that_left_the_project_sends_in_vain() {
    TestClinic clinic = openClinic("99000058", "061350");
    post(clinic.owner(), clinic.path("/projects/diagnosekodning/withdrawal"), Map.of());
    refusedFor(clinic, "enrolment");
  }

  @Test
  void the_days_without_consent_stay_closed_after_a_new_one() {
    TestClinic clinic = openClinic("99000066", "061360");
    clock.set(Duration.ofDays(-40));
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    clock.set(Duration.ofDays(-20));
    consent(clinic);
    clock.set(Duration.ZERO);
    Answer answer =
        send(
            TestBundle.of("061360")
                .nancy()
                .condition("c-between", "nancy", "L03", daysAgo(30))
                .condition("c-again", "nancy", "L90", daysAgo(20)));
    assertThat(answer.refused()).containsExactly("2 gate-closed consent");
    assertThat(answer.stored("Condition")).isOne();
  }
}
