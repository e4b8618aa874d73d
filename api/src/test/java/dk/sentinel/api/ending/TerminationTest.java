package dk.sentinel.api.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.api.capture.TestBundle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The owner ends the agreement: capture stops with the answer, and nothing else does. */
final class TerminationTest extends EndingDoor {
  private static final String PATH = "/agreement/termination";

  private TestBundle bundle(TestClinic clinic, String id) {
    return TestBundle.of(clinic.ydernummer()).nancy().condition(id, "nancy", "L03", daysAgo(0));
  }

  @Test
  void nothing_is_stored_after_the_answer_and_reading_goes_on() {
    TestClinic clinic = fullClinic("99000007", "061310");
    int before = rows(clinic);
    Map<?, ?> answer = terminate(clinic);
    assertThat(answer.get("state")).isEqualTo("notice");

    Answer refused = send(bundle(clinic, "c-late"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.issue().toString()).contains("\"agreement\"");
    assertThat(rows(clinic)).isEqualTo(before);
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("agreement.terminate success")
        .endsWith("journal.refuse refused");
    assertThat(get(clinic.owner(), clinic.path("/gates")).get("firstClosed"))
        .isEqualTo("agreement");
    as(clinic.owner())
        .get()
        .uri(clinic.path("/reports/diagnosekodning"))
        .exchange()
        .expectStatus()
        .isOk();
    as(clinic.owner())
        .get()
        .uri(clinic.path("/audit/export?format=ndjson"))
        .exchange()
        .expectStatus()
        .isOk();
  }

  @Test
  void nobody_promises_anything_while_it_ends() {
    TestClinic clinic = openClinic("99000015", "061320");
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    post(clinic.owner(), clinic.path("/projects/diagnosekodning/withdrawal"), Map.of());
    Map<?, ?> consent = get(clinic.owner(), clinic.path("/consent"));
    terminate(clinic);
    for (String path : List.of("/consent/signing-intents", "/projects/diagnosekodning/enrolment")) {
      as(clinic.owner())
          .post()
          .uri(clinic.path(path))
          .bodyValue(Map.of("sha256", Objects.requireNonNull(consent.get("sha256"))))
          .exchange()
          .expectStatus()
          .isEqualTo(409)
          .expectBody()
          .jsonPath("$.gate")
          .isEqualTo("agreement");
    }
    Map<?, ?> agreement = get(clinic.owner(), clinic.path("/agreement"));
    as(clinic.owner())
        .post()
        .uri(clinic.path("/agreement/signing-intents"))
        .bodyValue(Map.of("sha256", Objects.requireNonNull(agreement.get("sha256"))))
        .exchange()
        .expectStatus()
        .isEqualTo(409);
  }

  @Test
  void who_asked_before_and_writes_after_is_stopped_by_the_database() throws SQLException {
    TestClinic clinic = openClinic("99000023", "061330");
    terminate(clinic);
    String[] late = {
      "insert into agreement.consent_event select clinic_id, gen_random_uuid(), 'given', 1,"
          + " sha256('x'), 'p', 'n', now(), signature_id from agreement.signature s"
          + " where clinic_id = '%s' and not exists (select from agreement.consent_event c"
          + " where c.signature_id = s.signature_id)",
      "insert into privacy.enrolment_event values ('%s', gen_random_uuid(), 'diagnosekodning',"
          + " 'enrolled', 'p', now())",
      "insert into databank.source_record values ('%s', 's', 'Patient', repeat('a', 64), 1,"
          + " sha256('x'), gen_random_uuid(), gen_random_uuid())",
      "insert into ending.termination_event values ('%s', 2, 'deletion-begun', null, null, now(),"
          + " null)"
    };
    for (String statement : late) {
      assertThat(refusal(clinic, "app", statement.formatted(clinic.id())))
          .as(statement)
          .isIn("40001", "42501");
    }
  }

  private String refusal(TestClinic clinic, String role, String sql) throws SQLException {
    try (Connection connection = database().connectAs(role);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select set_config('sentinel.clinic', '" + clinic.id() + "', true)");
      try {
        int rows = statement.executeUpdate(sql);
        return rows + " rows";
      } catch (SQLException refused) {
        return refused.getSQLState();
      } finally {
        connection.rollback();
      }
    }
  }

  @Test
  void it_wants_the_clinics_own_number_a_fresh_sign_in_and_an_agreement() {
    TestClinic unsigned = newClinic("99000031", "061340");
    as(unsigned.owner())
        .post()
        .uri(unsigned.path(PATH))
        .bodyValue(Map.of("cvr", unsigned.cvr()))
        .exchange()
        .expectStatus()
        .isEqualTo(409);
    sign(unsigned);
    for (Map<String, String> typed :
        List.of(Map.<String, String>of(), Map.of("cvr", "99000007"), Map.of("cvr", "yes"))) {
      as(unsigned.owner())
          .post()
          .uri(unsigned.path(PATH))
          .bodyValue(typed)
          .exchange()
          .expectStatus()
          .isBadRequest();
    }
    wallClock.set(Duration.ofMinutes(11));
    as(unsigned.owner())
        .post()
        .uri(unsigned.path(PATH))
        .bodyValue(Map.of("cvr", unsigned.cvr()))
        .exchange()
        .expectStatus()
        .isUnauthorized();
    wallClock.set(Duration.ZERO);
    assertThat(termination(unsigned).get("state")).isEqualTo("runs");
    assertThat(recorded(unsigned.id()).stream().filter("agreement.terminate refused"::equals))
        .hasSize(4);
  }

  @Test
  void two_owners_who_click_twice_at_once_terminate_it_once() throws Exception {
    TestClinic clinic = openClinic("99000058", "061350");
    ScriptedIssuer.Person second = ScriptedIssuer.Person.of("Ny Medejer", clinic.cvr(), true);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of("professionalId", second.id(), "name", second.name(), "role", "owner"));
    List<CompletableFuture<Integer>> clicks = new ArrayList<>();
    try (ExecutorService clickers = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        ScriptedIssuer.Person person = i % 2 == 0 ? clinic.owner() : second;
        clicks.add(
            CompletableFuture.supplyAsync(
                () ->
                    as(person)
                        .post()
                        .uri(clinic.path(PATH))
                        .bodyValue(Map.of("cvr", clinic.cvr()))
                        .exchange()
                        .returnResult(String.class)
                        .getStatus()
                        .value(),
                clickers));
      }
    }
    List<Integer> answers = new ArrayList<>();
    for (CompletableFuture<Integer> click : clicks) {
      answers.add(click.get(60, TimeUnit.SECONDS));
    }
    assertThat(answers).containsOnly(200, 201).containsOnlyOnce(201);
    assertThat(recorded(clinic.id())).containsOnlyOnce("agreement.terminate success");
    assertThat(count("select count(*) from ending.termination_event")).isPositive();
  }

  @Test
  void a_bundle_under_way_is_stored_before_the_answer_or_not_at_all() throws Exception {
    TestClinic clinic = openClinic("99000066", "061360");
    AtomicBoolean answered = new AtomicBoolean();
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int sender = 0; sender < 3; sender++) {
        String name = "c-" + sender + "-";
        senders.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 200 && !answered.get(); i++) {
                    send(bundle(clinic, name + i));
                  }
                },
                threads));
      }
      while (rows(clinic) < 5) {
        Thread.onSpinWait();
      }
      terminate(clinic);
      int atTheAnswer = rows(clinic);
      assertThat(send(bundle(clinic, "c-after")).status()).isEqualTo(422);
      answered.set(true);
      for (CompletableFuture<Void> sender : senders) {
        sender.get(60, TimeUnit.SECONDS);
      }
      assertThat(rows(clinic)).isEqualTo(atTheAnswer);
    }
  }

  @Test
  void taken_back_the_gate_opens_by_itself_and_the_days_between_stay_closed() {
    TestClinic clinic = openClinic("99000074", "061370");
    clock.set(Duration.ofDays(-40));
    terminate(clinic);
    clock.set(Duration.ofDays(-20));
    assertThat(post(clinic.owner(), clinic.path(PATH + "/withdrawal"), Map.of()).get("changed"))
        .isEqualTo(true);
    assertThat(post(clinic.owner(), clinic.path(PATH + "/withdrawal"), Map.of()).get("changed"))
        .isEqualTo(false);
    clock.set(Duration.ZERO);
    Answer answer =
        send(
            TestBundle.of(clinic.ydernummer())
                .nancy()
                .condition("c-between", "nancy", "L03", daysAgo(30))
                .condition("c-again", "nancy", "L90", daysAgo(20)));
    assertThat(answer.refused()).containsExactly("2 gate-closed agreement");
    assertThat(answer.stored("Condition")).isOne();
    assertThat(termination(clinic).get("state")).isEqualTo("runs");
    assertThat(recorded(clinic.id())).containsOnlyOnce("agreement.resume success");

    terminate(clinic);
    assertThat(send(bundle(clinic, "c-ended")).status()).isEqualTo(422);
    assertThat(termination(clinic).get("canBeTakenBack")).isEqualTo(true);
    clock.set(Duration.ofDays(30));
    as(clinic.owner())
        .post()
        .uri(clinic.path(PATH + "/withdrawal"))
        .exchange()
        .expectStatus()
        .isEqualTo(409);
  }
}
