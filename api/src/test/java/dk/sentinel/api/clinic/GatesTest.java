package dk.sentinel.api.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class GatesTest extends ApiTest {

  @Test
  void the_gates_open_one_after_the_other_and_every_act_is_recorded() {
    TestClinic clinic = newClinic("99000007", "061010");
    get(clinic.owner(), "/me");
    assertThat(firstClosed(clinic)).isEqualTo("practice-system");
    activate(clinic, "demo-journal");
    assertThat(firstClosed(clinic)).isEqualTo("agreement");
    sign(clinic);
    assertThat(firstClosed(clinic)).isEqualTo("consent");
    consent(clinic);
    assertThat(firstClosed(clinic)).isEqualTo("enrolment");
    enrol(clinic);
    assertThat(firstClosed(clinic)).isNotEqualTo("enrolment");
    assertThat(recorded(clinic.id()))
        .containsExactly(
            "clinic.create success",
            "sign-in success",
            "practice-system.ask success",
            "practice-system.confirm success",
            "agreement.read success",
            "agreement.intent success",
            "agreement.sign success",
            "consent.read success",
            "consent.intent success",
            "consent.give success",
            "project.enrol success");
  }

  @Test
  void who_wants_to_enrol_too_early_is_told_which_gate_is_closed() {
    TestClinic clinic = newClinic("99000015", "061020");
    as(clinic.owner())
        .post()
        .uri(clinic.path("/projects/diagnosekodning/enrolment"))
        .exchange()
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/gate-closed")
        .jsonPath("$.gate")
        .isEqualTo("practice-system");
    Map<?, ?> consent = get(clinic.owner(), clinic.path("/consent?lang=en"));
    as(clinic.owner())
        .post()
        .uri(clinic.path("/consent/signing-intents"))
        .bodyValue(Map.of("sha256", Objects.requireNonNull(consent.get("sha256"))))
        .exchange()
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.gate")
        .isEqualTo("agreement");
    assertThat(recorded(clinic.id())).contains("project.enrol refused", "consent.give refused");
  }

  @Test
  void two_clicks_enrol_once_and_withdrawal_closes_the_gate_again() {
    TestClinic clinic = newClinic("99000023", "061030");
    activate(clinic, "demo-journal");
    sign(clinic);
    consent(clinic);
    enrol(clinic);
    enrol(clinic);
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("consent.give success")
        .containsOnlyOnce("project.enrol success");
    post(clinic.owner(), clinic.path("/projects/diagnosekodning/withdrawal"), Map.of());
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    assertThat(firstClosed(clinic)).isEqualTo("consent");
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("consent.withdraw success")
        .containsOnlyOnce("project.withdraw success");
  }

  @Test
  void only_the_operator_sees_all_clinics() {
    TestClinic clinic = newClinic("99000074", "061060");
    for (ScriptedIssuer.Person person : List.of(clinic.owner(), projectEditor)) {
      as(person).get().uri("/clinics").exchange().expectStatus().isForbidden();
    }
    assertThat(recorded(TenantId.PLATFORM.value())).contains("access.refuse refused");
    as(operator)
        .get()
        .uri("/clinics")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[?(@.cvr=='99000074')].gates[0].gate")
        .isEqualTo("practice-system");
  }

  @Test
  void the_project_editor_sees_how_many_clinics_take_part_and_others_do_not() {
    as(projectEditor)
        .get()
        .uri("/projects?lang=en")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].name")
        .isEqualTo("Diagnosis coding")
        .jsonPath("$[0].clinics")
        .isNumber();
    as(ScriptedIssuer.Person.of("Ingen", "99000120", true))
        .get()
        .uri("/projects")
        .exchange()
        .expectStatus()
        .isForbidden();
  }

  @Test
  void a_practice_system_that_names_what_does_not_fit_is_refused_and_recorded() {
    TestClinic clinic = newClinic("99000090", "061080");
    for (Map<String, String> wrong :
        List.of(
            Map.of("cvr", clinic.cvr(), "ydernummer", "069999"),
            Map.of("cvr", "99000104", "ydernummer", "061080"))) {
      asPracticeSystem("demo-journal")
          .post()
          .uri("/practice-system/activations")
          .bodyValue(wrong)
          .exchange()
          .expectStatus()
          .isNotFound();
    }
    ask(new TestClinic(clinic.id(), clinic.cvr(), "61080", clinic.owner()), "demo-journal");
    decide(clinic, "demo-journal", "confirmation");
    assertThat(recorded(TenantId.PLATFORM.value())).contains("practice-system.ask refused");
  }

  @Test
  void the_owner_gives_colleagues_roles_and_a_sign_in_is_recorded_once_per_session() {
    TestClinic clinic = newClinic("99000112", "061090");
    ScriptedIssuer.Person colleague = ScriptedIssuer.Person.of("Ída", clinic.cvr(), false);
    Map<String, String> member =
        Map.of("professionalId", colleague.id(), "name", "Ída", "role", "physiotherapist");
    post(clinic.owner(), clinic.path("/members"), member);
    post(clinic.owner(), clinic.path("/members"), member);
    get(colleague, "/me");
    get(colleague, "/me");
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("member.add success")
        .containsOnlyOnce("sign-in success");
    as(colleague)
        .post()
        .uri(clinic.path("/members"))
        .bodyValue(member)
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.roles[0]")
        .isEqualTo("owner");
    assertThat(recorded(clinic.id())).endsWith("access.refuse refused");
  }

  private String firstClosed(TestClinic clinic) {
    return String.valueOf(get(clinic.owner(), clinic.path("/gates")).get("firstClosed"));
  }
}
