package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.proof.TlogProof;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Promise 6: who is erased is not found any more, and everything said about them is provable. */
final class ErasureTest extends FhirDoor {
  private static final String NUMBER = "6101801234";
  private static final String STRANGER = "6202821234";

  private @Nullable TestClinic nonsense;

  @Test
  void an_erased_person_is_found_no_more_and_every_proof_holds() {
    TestClinic clinic = openClinic("99000007", "061110");
    TestClinic neighbour = openClinic("99000015", "061120");
    store(clinic, "061110");
    store(neighbour, "061120");
    JsonNode stored = until(clinic, found -> !found.path("entries").isEmpty());
    until(neighbour, found -> !found.path("entries").isEmpty());
    JsonNode entry = stored.path("entries").get(stored.path("entries").size() - 1);
    String pseudonym = entry.path("subject").asString();
    int position = entry.path("position").asInt();

    erase(clinic, "610180-1234");

    assertThat(search(clinic).path("entries")).isEmpty();
    assertThat(search(neighbour).path("entries")).as("the neighbour's person").isNotEmpty();
    JsonNode proven = JSON.readTree(text(clinic, "/audit/entries/" + position));
    assertThat(proven.path("canonical").asString()).contains(pseudonym);
    assertThat(
            TlogProof.parse(proven.path("proof").asString())
                .verifies(
                    proven.path("canonical").asString().getBytes(StandardCharsets.UTF_8),
                    VerifierKey.parse(text(clinic, "/log/key"))))
        .isTrue();

    List<String> erasures =
        entries(clinic.id()).stream().filter(each -> each.contains("subject.erase")).toList();
    assertThat(erasures).hasSize(1);
    assertThat(erasures.getFirst())
        .contains("\"outcome\":\"success\"", "\"purpose\":\"DSR\"", clinic.owner().id())
        .doesNotContain(pseudonym, NUMBER, "610180-1234", "\"subject\":\"");
  }

  @Test
  void the_answer_tells_nobody_who_was_a_patient_and_again_changes_nothing() {
    TestClinic clinic = openClinic("99000023", "061130");
    store(clinic, "061130");
    erase(clinic, NUMBER);
    erase(clinic, NUMBER);
    erase(clinic, STRANGER);
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("subject.erase success")
        .filteredOn("subject.erase refused"::equals)
        .hasSize(2);
  }

  @Test
  void who_comes_again_is_somebody_new() {
    TestClinic clinic = openClinic("99000031", "061140");
    store(clinic, "061140");
    JsonNode before = until(clinic, found -> !found.path("entries").isEmpty());
    erase(clinic, NUMBER);
    send(
        TestBundle.of("061140")
            .nancy()
            .patient("p-again", NUMBER, "female", "1980-01-01")
            .condition("c-again", "p-again", "L89", daysAgo(2)));
    JsonNode after = until(clinic, found -> !found.path("entries").isEmpty());
    assertThat(after.path("entries").findValuesAsString("subject"))
        .doesNotContainAnyElementsOf(before.path("entries").findValuesAsString("subject"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "6101801234 and more", "61018012345", "nobody"})
  void what_is_no_number_is_told_without_being_repeated(String number) {
    TestClinic clinic = nonsense == null ? newClinic("99000058", "061150") : nonsense;
    nonsense = clinic;
    as(clinic.owner())
        .post()
        .uri(clinic.path("/persons/erase"))
        .bodyValue(Map.of("cpr", number))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody(String.class)
        .value(body -> assertThat(body).contains("\"cpr\"").doesNotContain("6101801234"));
  }

  private void store(TestClinic clinic, String ydernummer) {
    send(
        TestBundle.of(ydernummer)
            .nancy()
            .patient("p-" + clinic.cvr(), NUMBER, "female", "1980-01-01")
            .condition("c-" + clinic.cvr(), "p-" + clinic.cvr(), "L89", daysAgo(3)));
  }

  private void erase(TestClinic clinic, String number) {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/persons/erase"))
        .bodyValue(Map.of("cpr", number))
        .exchange()
        .expectStatus()
        .isNoContent()
        .expectBody()
        .isEmpty();
  }

  private JsonNode until(TestClinic clinic, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    JsonNode found = search(clinic);
    while (!wanted.test(found)) {
      assertThat(System.nanoTime()).as("searchable in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      found = search(clinic);
    }
    return found;
  }

  private JsonNode search(TestClinic clinic) {
    return JSON.readTree(
        Objects.requireNonNull(
            as(clinic.owner())
                .post()
                .uri(clinic.path("/audit/search"))
                .bodyValue(Map.of("cpr", NUMBER))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody()));
  }

  private String text(TestClinic clinic, String path) {
    return Objects.requireNonNull(
        as(clinic.owner())
            .get()
            .uri(clinic.path(path))
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }
}
