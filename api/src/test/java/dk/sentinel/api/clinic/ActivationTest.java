package dk.sentinel.api.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** A practice system asks, an owner decides: nobody else, and nothing by itself. */
final class ActivationTest extends ApiTest {
  private static final String SYSTEM = "demo-journal";

  @Test
  void a_system_that_asks_waits_for_the_owner() {
    TestClinic clinic = newClinic("99000007", "061010");
    ask(clinic, SYSTEM);
    assertThat(asks(clinic)).isEqualTo("200 pending");
    assertThat(gate(clinic)).isEqualTo("closed, 1 waiting");
    assertThat(status(clinic)).isEqualTo("pending");
    assertThat(decide(clinic, SYSTEM, "confirmation").get("changed")).isEqualTo(true);
    assertThat(gate(clinic)).isEqualTo("open, 0 waiting");
    assertThat(asks(clinic)).isEqualTo("200 active");
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("practice-system.ask success")
        .containsOnlyOnce("practice-system.confirm success");
  }

  @Test
  void the_owner_sees_who_asks_and_for_what() {
    TestClinic clinic = newClinic("99000015", "061020");
    ask(clinic, SYSTEM);
    Map<?, ?> system = systems(clinic).getFirst();
    assertThat(system.get("name")).isEqualTo("Journal demo-journal");
    assertThat(system.get("vendor")).isEqualTo("Systemhuset demo-journal");
    assertThat(system.get("ydernummer")).isEqualTo("061020");
    assertThat((List<?>) system.get("kinds")).hasSize(5);
  }

  @Test
  void what_was_decided_stays_to_be_seen_with_who_and_when() {
    TestClinic clinic = newClinic("99000023", "061030");
    ask(clinic, SYSTEM);
    decide(clinic, SYSTEM, "refusal");
    assertThat(status(clinic)).isEqualTo("refused");
    ask(clinic, SYSTEM);
    decide(clinic, SYSTEM, "confirmation");
    decide(clinic, SYSTEM, "stop");
    assertThat(gate(clinic)).isEqualTo("closed, 0 waiting");
    List<?> history = (List<?>) Objects.requireNonNull(systems(clinic).getFirst().get("history"));
    assertThat(history.stream().map(step -> String.valueOf(((Map<?, ?>) step).get("kind"))))
        .containsExactly("stopped", "confirmed", "asked", "refused", "asked");
    assertThat(((Map<?, ?>) history.getFirst()).get("by")).isEqualTo(clinic.owner().name());
    assertThat(((Map<?, ?>) history.getLast()).get("by")).isNull();
  }

  @Test
  void what_does_not_fit_is_refused_and_recorded() {
    TestClinic clinic = newClinic("99000031", "061040");
    assertThat(decision(clinic.owner(), clinic, "confirmation")).isEqualTo(404);
    ask(clinic, SYSTEM);
    assertThat(decision(clinic.owner(), clinic, "stop")).isEqualTo(409);
    decide(clinic, SYSTEM, "refusal");
    assertThat(decision(clinic.owner(), clinic, "confirmation")).isEqualTo(409);
    assertThat(recorded(clinic.id()))
        .contains("practice-system.stop refused", "practice-system.confirm refused");
  }

  @Test
  void a_neighbour_decides_nothing_here() {
    TestClinic clinic = newClinic("99000058", "061050");
    TestClinic neighbour = newClinic("99000066", "061060");
    ask(clinic, SYSTEM);
    assertThat(decision(neighbour.owner(), clinic, "confirmation")).isEqualTo(404);
    TestClinic mixed =
        new TestClinic(neighbour.id(), neighbour.cvr(), clinic.ydernummer(), neighbour.owner());
    assertThat(decision(neighbour.owner(), mixed, "confirmation")).isEqualTo(404);
    assertThat(systems(neighbour)).isEmpty();
    assertThat(status(clinic)).isEqualTo("pending");
  }

  @Test
  void a_ydernummer_of_another_clinic_cannot_be_asked_for() {
    TestClinic clinic = newClinic("99000074", "061070");
    TestClinic other = newClinic("99000082", "061080");
    asPracticeSystem(SYSTEM)
        .post()
        .uri("/practice-system/activations")
        .bodyValue(Map.of("cvr", clinic.cvr(), "ydernummer", other.ydernummer()))
        .exchange()
        .expectStatus()
        .isNotFound();
    assertThat(systems(clinic)).isEmpty();
    assertThat(systems(other)).isEmpty();
    assertThat(recorded(TenantId.PLATFORM.value())).contains("practice-system.ask refused");
  }

  @Test
  void two_owners_who_confirm_at_once_confirm_once() throws Exception {
    TestClinic clinic = newClinic("99000090", "061090");
    ScriptedIssuer.Person second = ScriptedIssuer.Person.of("Else Ejer", clinic.cvr(), true);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of("professionalId", second.id(), "name", second.name(), "role", "owner"));
    ask(clinic, SYSTEM);
    List<Integer> answers =
        atOnce(
            List.of(
                () -> decision(clinic.owner(), clinic, "confirmation"),
                () -> decision(second, clinic, "confirmation"),
                () -> decision(clinic.owner(), clinic, "confirmation"),
                () -> decision(second, clinic, "confirmation")));
    assertThat(answers).containsOnly(200);
    assertThat(recorded(clinic.id())).containsOnlyOnce("practice-system.confirm success");
  }

  @Test
  void a_wish_sent_many_times_at_once_is_one_wish() throws Exception {
    TestClinic clinic = newClinic("99000104", "061100");
    register(SYSTEM);
    List<String> answers =
        atOnce(
            List.of(
                () -> asks(clinic), () -> asks(clinic), () -> asks(clinic), () -> asks(clinic)));
    assertThat(answers).containsOnlyOnce("201 pending").contains("200 pending");
    assertThat(recorded(clinic.id())).containsOnlyOnce("practice-system.ask success");
  }

  @Test
  void a_system_that_nobody_registered_gets_no_further() {
    TestClinic clinic = newClinic("99000112", "061110");
    as(issuer.practiceSystem("nobody-knows-me"))
        .post()
        .uri("/practice-system/activations")
        .bodyValue(Map.of("cvr", clinic.cvr(), "ydernummer", clinic.ydernummer()))
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/practice-system-not-registered");
    assertThat(entries(TenantId.PLATFORM.value()).getLast()).contains("system-not-registered");
  }

  @Test
  void a_suspended_system_is_let_in_nowhere_until_it_may_go_on() {
    TestClinic clinic = newClinic("99000120", "061120");
    activate(clinic, "shaky-journal");
    post(operator, "/practice-systems/shaky-journal/suspension", Map.of());
    as(issuer.practiceSystem("shaky-journal"))
        .post()
        .uri("/fhir")
        .bodyValue(Map.of())
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.issue[0].details.coding[0].code")
        .isEqualTo("practice-system-suspended");
    assertThat(gate(clinic)).startsWith("closed");
    post(operator, "/practice-systems/shaky-journal/resumption", Map.of());
    assertThat(gate(clinic)).startsWith("open");
    assertThat(recorded(TenantId.PLATFORM.value()))
        .contains(
            "practice-system.register success",
            "practice-system.suspend success",
            "practice-system.resume success");
  }

  @Test
  void what_was_registered_does_not_change() {
    register("same-journal");
    as(operator)
        .post()
        .uri("/practice-systems")
        .bodyValue(systemRequest("same-journal"))
        .exchange()
        .expectStatus()
        .isOk();
    Map<String, Object> wider = new TreeMap<>(systemRequest("same-journal"));
    wider.put("kinds", List.of("Patient"));
    as(operator)
        .post()
        .uri("/practice-systems")
        .bodyValue(wider)
        .exchange()
        .expectStatus()
        .isEqualTo(409);
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<Future<T>> answers = threads.invokeAll(calls);
      List<T> all = new ArrayList<>();
      for (Future<T> answer : answers) {
        all.add(answer.get());
      }
      return all;
    }
  }

  private String asks(TestClinic clinic) {
    var answer =
        as(issuer.practiceSystem(SYSTEM))
            .post()
            .uri("/practice-system/activations")
            .bodyValue(Map.of("cvr", clinic.cvr(), "ydernummer", clinic.ydernummer()))
            .exchange()
            .expectBody(Map.class)
            .returnResult();
    return answer.getStatus().value()
        + " "
        + Objects.requireNonNull(answer.getResponseBody()).get("status");
  }

  private int decision(ScriptedIssuer.Person person, TestClinic clinic, String decision) {
    return as(person)
        .post()
        .uri(
            clinic.path(
                "/practice-systems/%s/%s/%s".formatted(SYSTEM, clinic.ydernummer(), decision)))
        .exchange()
        .returnResult(Void.class)
        .getStatus()
        .value();
  }

  private List<Map<String, Object>> systems(TestClinic clinic) {
    return Objects.requireNonNull(
        as(clinic.owner())
            .get()
            .uri(clinic.path("/practice-systems"))
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(new ParameterizedTypeReference<List<Map<String, Object>>>() {})
            .returnResult()
            .getResponseBody());
  }

  private String status(TestClinic clinic) {
    return String.valueOf(systems(clinic).getFirst().get("status"));
  }

  private String gate(TestClinic clinic) {
    List<?> gates =
        (List<?>) Objects.requireNonNull(get(clinic.owner(), clinic.path("/gates")).get("gates"));
    Map<?, ?> first = (Map<?, ?>) gates.getFirst();
    Map<?, ?> detail = (Map<?, ?>) Objects.requireNonNull(first.get("detail"));
    return (Boolean.TRUE.equals(first.get("open")) ? "open" : "closed")
        + ", "
        + detail.get("waiting")
        + " waiting";
  }
}
