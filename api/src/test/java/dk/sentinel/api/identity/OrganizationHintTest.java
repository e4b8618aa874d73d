package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * A real Keycloak says in its tokens to which clinics a person belongs, as the portal asks it to.
 * The API's own list decides; what Keycloak says must agree with it.
 */
final class OrganizationHintTest extends ApiTest {
  private static final String KEYCLOAK = TestServers.running().keycloakUrl();
  private static final String UUID_OF_WORKER = UUID.randomUUID().toString();
  private static final String WORKER = UUID_OF_WORKER + "-99000031";

  private final ScriptedBroker broker;
  private final BrokerRealms realms;

  OrganizationHintTest() throws Exception {
    broker = ScriptedBroker.start();
    realms = BrokerRealms.with(broker.url());
  }

  @AfterAll
  void removeRealms() {
    realms.close();
    broker.close();
  }

  @Override
  protected String issuerUrl() {
    return realms.address(realms.name());
  }

  @Override
  protected List<String> keycloak() {
    return List.of(
        "sentinel.keycloak.url=" + KEYCLOAK, "sentinel.keycloak.secret=" + BrokerRealms.SECRET);
  }

  private String token(String uuid, String cvr, String scope) {
    broker.expect(
        Map.of(
            "identityscheme", "dkmitid",
            "sub", uuid,
            "uuid", uuid,
            "cvrNumberIdentifier", cvr,
            "companySignatory", "true",
            "name", "Somebody",
            "acr", "urn:grn:authn:dk:mitid:substantial"));
    return new SignIn(KEYCLOAK, realms.name())
        .with(
            new DemoPeople.Person("nobody", "", "", null, null, null, false, List.of(), List.of()),
            Map.of("claims", SignIn.asking(SignIn.SUBSTANTIAL), "scope", scope))
        .access();
  }

  private String worker(String scope) {
    return token(UUID_OF_WORKER, "99000031", scope);
  }

  @Test
  void a_person_of_two_clinics_has_one_token_for_both_and_one_for_a_single_clinic_opens_no_other()
      throws Exception {
    assertThat(claims(worker("openid organization:*"))).doesNotContain("\"organization\"");
    String here = clinicWithTheWorker("99000007", "061010");
    String there = clinicWithTheWorker("99000015", "061020");

    String both = tokenNaming(here, there);
    gates(both, here).expectStatus().isOk();
    gates(both, there).expectStatus().isOk();

    countedLongAgo();
    String only = worker("openid organization:" + here);
    assertThat(claims(only)).contains(here).doesNotContain(there);
    gates(only, here).expectStatus().isOk();
    gates(only, there)
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/organization-differs");
    assertThat(entries(UUID.fromString(there)))
        .anyMatch(entry -> entry.contains("organization-differs"));
    gates(worker("openid organization:*"), there).expectStatus().isOk();
  }

  private String clinicWithTheWorker(String cvr, String number) {
    String owner = token(UUID.randomUUID().toString(), cvr, "openid organization:*");
    Map<?, ?> created =
        Objects.requireNonNull(
            as(owner)
                .post()
                .uri("/clinics")
                .bodyValue(clinicRequest(cvr, number))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    String clinic = Objects.requireNonNull(created.get("clinicId")).toString();
    as(owner)
        .post()
        .uri("/clinics/" + clinic + "/members")
        .bodyValue(Map.of("professionalId", WORKER, "name", "Somebody", "role", "physiotherapist"))
        .exchange()
        .expectStatus()
        .is2xxSuccessful();
    return clinic;
  }

  private String tokenNaming(String here, String there) throws Exception {
    String token = "";
    for (int tries = 0; tries < 30; tries++) {
      Thread.sleep(Duration.ofMillis(300));
      token = worker("openid organization:*");
      if (claims(token).contains(here) && claims(token).contains(there)) {
        return token;
      }
    }
    throw new AssertionError("Keycloak does not count the person: " + claims(token));
  }

  /** The hint counts only when it was given well after Keycloak was told; a minute passes here. */
  private void countedLongAgo() throws Exception {
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update tenancy.member set in_organization_since = in_organization_since"
              + " - interval '1 minute'");
    }
  }

  private WebTestClient.ResponseSpec gates(String token, String clinic) {
    return as(token).get().uri("/clinics/" + clinic + "/gates").exchange();
  }

  private static String claims(String token) {
    return new String(
        Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
  }
}
