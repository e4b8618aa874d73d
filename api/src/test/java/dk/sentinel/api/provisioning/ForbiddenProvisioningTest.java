package dk.sentinel.api.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.api.identity.KeycloakRealm;
import dk.sentinel.infra.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A real Keycloak that lets Sentinel keep organizations, but count nobody to them. */
final class ForbiddenProvisioningTest extends ApiTest {
  private static final TestServers SERVERS = TestServers.running();
  private static final String CLIENT = "test-" + UUID.randomUUID();

  private final Keycloak admin =
      KeycloakBuilder.builder()
          .serverUrl(SERVERS.keycloakUrl())
          .realm("master")
          .clientId("admin-cli")
          .username(SERVERS.get("keycloak.admin.user"))
          .password(SERVERS.get("keycloak.admin.password"))
          .build();
  private final RealmResource realm = admin.realm("sentinel");
  private final List<String> accounts = new ArrayList<>();

  @Override
  protected List<String> keycloak() {
    return List.of(
        "sentinel.keycloak.url=" + SERVERS.keycloakUrl(),
        "sentinel.keycloak.realm=sentinel",
        "sentinel.keycloak.client=" + CLIENT,
        "sentinel.keycloak.secret=a-secret",
        "sentinel.provisioning.compare=1h");
  }

  @BeforeAll
  void makeClient() {
    ClientRepresentation client = new ClientRepresentation();
    client.setClientId(CLIENT);
    client.setSecret("a-secret");
    client.setServiceAccountsEnabled(true);
    client.setStandardFlowEnabled(false);
    KeycloakRealm.created(realm.clients().create(client));
    grant("manage-organizations", "view-users");
  }

  private void grant(String... names) {
    String management = realm.clients().findByClientId("realm-management").getFirst().getId();
    String own = realm.clients().findByClientId(CLIENT).getFirst().getId();
    List<RoleRepresentation> roles =
        List.of(names).stream()
            .map(name -> realm.clients().get(management).roles().get(name).toRepresentation())
            .toList();
    realm
        .users()
        .get(realm.clients().get(own).getServiceAccountUser().getId())
        .roles()
        .clientLevel(management)
        .add(roles);
  }

  @AfterAll
  void removeWhatWasMade() {
    realm.clients().get(realm.clients().findByClientId(CLIENT).getFirst().getId()).remove();
    rows()
        .forEach(row ->
            realm.organizations().search("", null, 0, 1000, false).stream()
                .filter(each -> each.getAlias().equals(String.valueOf(row.get("clinicId"))))
                .forEach(each -> realm.organizations().get(each.getId()).delete().close()));
    accounts.forEach(each -> realm.users().delete(each).close());
    admin.close();
  }

  private List<Map<?, ?>> rows() {
    List<?> clinics =
        (List<?>) Objects.requireNonNull(get(operator, "/platform/organizations").get("clinics"));
    return clinics.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }

  private void awaitState(TestClinic clinic, String state) throws InterruptedException {
    String now = "";
    for (int tries = 0; tries < 150 && !now.equals(state); tries++) {
      Thread.sleep(Duration.ofMillis(200));
      now =
          rows().stream()
              .filter(row -> clinic.id().toString().equals(row.get("clinicId")))
              .map(row -> String.valueOf(row.get("state")))
              .findFirst()
              .orElseThrow();
    }
    assertThat(now).isEqualTo(state);
  }

  private void account(ScriptedIssuer.Person person) {
    UserRepresentation account = new UserRepresentation();
    account.setUsername("test-" + person.id());
    account.setEnabled(true);
    account.singleAttribute("professional_id", person.id());
    accounts.add(KeycloakRealm.created(realm.users().create(account)));
  }

  @Test
  void a_right_that_is_missing_holds_up_no_other_clinic_and_the_operator_sees_it()
      throws Exception {
    TestClinic held = newClinic("99000007", "061010");
    account(held.owner());
    get(held.owner(), "/me");
    awaitState(held, "forbidden");
    assertThat(recorded(held.id())).contains("clinic.provision failure");
    assertThat(get(held.owner(), held.path("/gates"))).isNotEmpty();

    for (String cvr : List.of("99000015", "99000023", "99000031", "99000058")) {
      awaitState(newClinic(cvr, "0610" + cvr.substring(6)), "ready");
    }
    awaitState(held, "forbidden");

    grant("manage-users");
    as(operator)
        .post()
        .uri("/platform/organizations/" + held.id() + "/repair")
        .exchange()
        .expectStatus()
        .isAccepted();
    awaitState(held, "ready");
  }
}
