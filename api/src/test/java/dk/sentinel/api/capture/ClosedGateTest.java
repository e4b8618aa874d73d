package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    clock.setDaysAgo(40);
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    clock.setDaysAgo(20);
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

  @Test
  void a_stopped_system_sends_in_vain_and_the_clinic_sees_that_it_tried() {
    TestClinic clinic = openClinic("99000074", "061370");
    decide(clinic, "demo-journal", "stop");
    refusedFor(clinic, "practice-system");
    assertThat(recorded(clinic.id())).endsWith("journal.refuse refused");
  }

  @Test
  void a_system_that_waits_for_the_owner_sends_in_vain() {
    TestClinic clinic = newClinic("99000082", "061380");
    ask(clinic, "demo-journal");
    refusedFor(clinic, "practice-system");
  }

  @Test
  void the_days_between_a_stop_and_a_new_confirmation_stay_closed() {
    TestClinic clinic = openClinic("99000090", "061390");
    clock.setDaysAgo(40);
    decide(clinic, "demo-journal", "stop");
    clock.setDaysAgo(20);
    activate(clinic, "demo-journal");
    clock.set(Duration.ZERO);
    Answer answer =
        send(
            TestBundle.of("061390")
                .nancy()
                .condition("c-between", "nancy", "L03", daysAgo(30))
                .condition("c-again", "nancy", "L90", daysAgo(20)));
    assertThat(answer.refused()).containsExactly("2 gate-closed practice-system");
    assertThat(answer.stored("Condition")).isOne();
  }

  @Test
  void a_bundle_for_two_ydernumre_needs_both_confirmed() throws SQLException {
    TestClinic clinic = openClinic("99000104", "061400");
    addYdernummer(clinic, "061401");
    TestBundle both = bundle("061400", daysAgo(0)).organization("061401");
    assertThat(send(both).status()).isEqualTo(403);
    TestClinic second = new TestClinic(clinic.id(), clinic.cvr(), "061401", clinic.owner());
    ask(second, "demo-journal");
    assertThat(send(both).issue().toString()).contains("practice-system");
    assertThat(rows(clinic)).isZero();
    decide(second, "demo-journal", "confirmation");
    assertThat(send(both).stored("Condition")).isOne();
  }

  /** Stops and withdrawals come while Bundles are on their way: none is stored after the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"stop", "suspension", "consent"})
  void nothing_is_stored_after_a_gate_was_closed_under_load(String how) throws Exception {
    int at = List.of("stop", "suspension", "consent").indexOf(how);
    String ydernummer = "06142" + at;
    String system = "busy-journal-" + at;
    TestClinic clinic = openClinic(List.of("99000112", "99000120", "99000139").get(at), ydernummer);
    clock.setDaysAgo(60);
    activate(clinic, system);
    clock.set(Duration.ZERO);
    AtomicBoolean goOn = new AtomicBoolean(true);
    AtomicInteger sent = new AtomicInteger();
    try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        senders.execute(() -> {
          while (goOn.get()) {
            send(
                system,
                TestBundle.of(ydernummer)
                    .nancy()
                    .condition("c-" + sent.incrementAndGet(), "nancy", "L03", daysAgo(1))
                    .bytes());
          }
        });
      }
      eventually(() -> rows(clinic) > 20);
      switch (how) {
        case "stop" -> decide(clinic, system, "stop");
        case "suspension" ->
            post(operator, "/practice-systems/" + system + "/suspension", Map.of());
        default -> post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
      }
      int stored = rows(clinic);
      int before = sent.get();
      eventually(() -> sent.get() > before + 20);
      goOn.set(false);
      senders.shutdown();
      assertThat(senders.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(rows(clinic)).isEqualTo(stored);
    }
  }

  private static void eventually(BooleanSupplier holds) {
    Instant end = Instant.now().plusSeconds(60);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** As yderregister would tell: the clinic holds one more. */
  private void addYdernummer(TestClinic clinic, String number) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into tenancy.ydernummer_holder (clinic_id, number, valid_from)"
                    + " values (?, ?, '2020-01-01')")) {
      insert.setObject(1, clinic.id());
      insert.setString(2, number);
      insert.executeUpdate();
    }
  }
}
