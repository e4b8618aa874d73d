package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenSearch is away: acts go on, and the newest entries are read from PostgreSQL. */
final class AuditTrailWithoutOpenSearchTest extends ApiTest {
  private final UUID clinic = UUID.randomUUID();
  private WebTestClient owner;

  @Override
  protected String openSearch() {
    return "http://127.0.0.1:1";
  }

  @BeforeAll
  void ownerSignsIn() throws SQLException {
    DemoPeople.Person ejer = DemoPeople.read().named("ejer1");
    try (Connection connection = database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(
          "insert into tenancy.clinic (clinic_id, cvr, name, region, created_at)"
              + " values ('%s', '99000007', 'Testklinikken', 'DK-84', now())".formatted(clinic));
      sql.execute(
          "insert into tenancy.member (clinic_id, person_id, role, name, added_at)"
              + " values ('%s', '%s', 'owner', 'Ejer', now())"
                  .formatted(clinic, ejer.businessId()));
    }
    owner = as(new SignIn(TestServers.running().keycloakUrl()).at(ejer).access());
  }

  @Test
  void the_newest_entries_come_from_postgresql_and_the_answer_says_so() throws Exception {
    owner.get().uri("/me").exchange().expectStatus().isOk();
    JsonNode found = read();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (found.path("entries").isEmpty() && System.nanoTime() < deadline) {
      found = read();
    }
    assertThat(found.path("entries").get(0).path("actor").path("name").asString())
        .isEqualTo("Ejer");
    assertThat(found.path("source").asString()).isEqualTo("newest-1000");
    assertThat(found.path("searchableUpTo").isNull()).isTrue();
    assertThat(found.path("sequencedUpTo").path("position").asLong(-1)).isNotNegative();
  }

  private JsonNode read() {
    return JsonMapper.shared()
        .readTree(
            Objects.requireNonNull(
                owner
                    .get()
                    .uri("/clinics/{id}/audit/entries?action=sign-in", clinic)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody()));
  }
}
