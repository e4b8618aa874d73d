package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ScriptedIssuer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The token says what its bearer may send, and no more than its system was registered for. */
final class ScopesTest extends FhirDoor {
  private Answer send(String system, String scope, TestBundle bundle) {
    scan.sent(bundle.bytes());
    return answer(
        as(issuer.practiceSystem(system, scope))
            .post()
            .uri("/fhir")
            .contentType(FHIR)
            .bodyValue(bundle.bytes()));
  }

  private static TestBundle bundle(String ydernummer) {
    return TestBundle.of(ydernummer)
        .nancy()
        .condition("c-1", "nancy", "L03", daysAgo(1))
        .encounter("e-1", "nancy", daysAgo(1));
  }

  @Test
  void a_kind_that_the_token_does_not_name_is_refused_counted_and_recorded() {
    TestClinic clinic = openClinic("99000007", "061510");
    Answer answer =
        send("demo-journal", "system/Patient.c system/Encounter.c", bundle(clinic.ydernummer()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.refused()).containsExactly("2 scope-missing");
    assertThat(answer.stored("Condition")).isZero();
    assertThat(answer.stored("Encounter")).isOne();
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry).contains("journal.refuse", "\"scope-missing\"", "\"refused\""));
  }

  @Test
  void a_token_cannot_say_more_than_the_system_was_registered_for() {
    Map<String, Object> narrow = new TreeMap<>(systemRequest("narrow-journal"));
    narrow.put("kinds", List.of("Patient", "Condition"));
    post(operator, "/practice-systems", narrow);
    TestClinic clinic = openClinic("99000015", "061520");
    clock.setDaysAgo(60);
    as(issuer.practiceSystem("narrow-journal"))
        .post()
        .uri("/practice-system/activations")
        .bodyValue(Map.of("cvr", clinic.cvr(), "ydernummer", clinic.ydernummer()))
        .exchange()
        .expectStatus()
        .isCreated();
    decide(clinic, "narrow-journal", "confirmation");
    clock.set(Duration.ZERO);
    Answer answer = send("narrow-journal", ScriptedIssuer.SENDS_ALL, bundle(clinic.ydernummer()));
    assertThat(answer.refused()).containsExactly("3 scope-missing");
    assertThat(answer.stored("Condition")).isOne();
  }

  @Test
  void a_token_without_any_scope_of_ours_gets_nowhere() {
    TestClinic clinic = openClinic("99000023", "061530");
    for (String scope :
        List.of("", "system/journal.write", "system/Patient.r", "user/Patient.c", "openid")) {
      assertThat(send("demo-journal", scope, bundle(clinic.ydernummer())).status()).isEqualTo(401);
    }
  }
}
