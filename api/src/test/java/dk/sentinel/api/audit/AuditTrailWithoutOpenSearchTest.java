package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenSearch is away: acts go on, and the newest entries are read from PostgreSQL. */
final class AuditTrailWithoutOpenSearchTest extends ApiTest {
  @Override
  protected String openSearch() {
    return "http://127.0.0.1:1";
  }

  @Override
  protected int managementPort() {
    return 0;
  }

  @Test
  void the_metrics_show_how_far_the_searchable_copy_is_behind_and_name_no_clinic() {
    TestClinic clinic = newClinic("99000015", "100002");
    as(clinic.owner()).get().uri("/me").exchange().expectStatus().isOk();
    String metrics = metrics();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!metrics.matches("(?s).*sentinel_audit_unshipped [1-9].*")
        && System.nanoTime() < deadline) {
      metrics = metrics();
    }
    assertThat(metrics)
        .containsPattern("sentinel_audit_unshipped [1-9]")
        .contains("sentinel_audit_lag_seconds", "sentinel_audit_unsequenced")
        .doesNotContain(clinic.path(""), clinic.owner().id(), "100002", "99000015");
  }

  @Test
  void the_newest_entries_come_from_postgresql_and_the_answer_says_so() {
    TestClinic clinic = newClinic("99000007", "100001");
    as(clinic.owner()).get().uri("/me").exchange().expectStatus().isOk();
    JsonNode found = read(clinic);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (found.path("entries").isEmpty() && System.nanoTime() < deadline) {
      found = read(clinic);
    }
    assertThat(found.path("entries").get(0).path("actor").path("name").asString())
        .isEqualTo(clinic.owner().name());
    assertThat(found.path("source").asString()).isEqualTo("newest-1000");
    assertThat(found.path("searchableUpTo").isNull()).isTrue();
    assertThat(found.path("sequencedUpTo").path("position").asLong(-1)).isNotNegative();
  }

  private JsonNode read(TestClinic clinic) {
    return JsonMapper.shared()
        .readTree(
            Objects.requireNonNull(
                as(clinic.owner())
                    .get()
                    .uri(clinic.path("/audit/entries?action=sign-in"))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody()));
  }
}
