package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was done to one person is found by their number, which no entry and no address holds. */
final class PersonInAuditTest extends FhirDoor {
  private static final String YDERNUMMER = "061110";

  @Test
  void the_owner_finds_what_was_stored_of_a_person_and_the_look_says_the_pseudonym_only() {
    TestClinic clinic = openClinic("99000007", YDERNUMMER);
    send(
        TestBundle.of(YDERNUMMER)
            .nancy()
            .patient("p-other", "6101801234", "female", "1980-01-01")
            .condition("c-1", "p-other", "L89", daysAgo(3)));
    JsonNode found = search(clinic);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!found.toString().contains("audit.search") && System.nanoTime() < deadline) {
      found = search(clinic);
    }
    String subject = found.path("entries").get(0).path("subject").asString();
    assertThat(subject).matches("[0-9a-f]{64}");
    assertThat(found.path("entries").findValuesAsString("subject")).containsOnly(subject);
    assertThat(found.path("entries").findValuesAsString("action"))
        .contains("journal.store", "audit.search");
    assertThat(found.toString()).doesNotContain("6101801234", TestBundle.NANCY);
    assertThat(found.path("subject").asString()).isEqualTo(subject);

    JsonNode first =
        search(
            clinic,
            Map.of(
                "cpr", "6101801234", "criteria", Map.of("size", "1", "with", List.of("facets"))));
    assertThat(first.path("facets").path("total").asLong()).isGreaterThan(1);
    JsonNode second =
        search(
            clinic,
            Map.of(
                "subject",
                subject,
                "criteria",
                Map.of("size", "1", "after", first.path("next").asString())));
    assertThat(second.path("entries").get(0).path("position").asLong())
        .isLessThan(first.path("entries").get(0).path("position").asLong());
    assertThat(second.path("entries").findValuesAsString("subject")).containsOnly(subject);
  }

  private JsonNode search(TestClinic clinic) {
    return search(clinic, Map.of("cpr", "610180-1234"));
  }

  private JsonNode search(TestClinic clinic, Map<String, ?> asked) {
    return JSON.readTree(
        Objects.requireNonNull(
            as(clinic.owner())
                .post()
                .uri(clinic.path("/audit/search"))
                .bodyValue(asked)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody()));
  }
}
