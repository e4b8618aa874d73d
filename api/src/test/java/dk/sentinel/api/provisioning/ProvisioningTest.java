package dk.sentinel.api.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.api.TcpProxy;
import dk.sentinel.api.identity.KeycloakRealm;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.infra.testing.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.MemberRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Promise 9 for clinics, nothing lost and nothing made twice: the real Keycloak, which is taken
 * away at every step, and changed behind Sentinel's back.
 */
@Timeout(90)
final class ProvisioningTest extends ApiTest {
  private static final TestServers SERVERS = TestServers.running();

  private final TcpProxy way = new TcpProxy(SERVERS.keycloakUrl());
  private final Keycloak admin =
      KeycloakBuilder.builder()
          .serverUrl(SERVERS.keycloakUrl())
          .realm("master")
          .clientId("admin-cli")
          .username(SERVERS.get("keycloak.admin.user"))
          .password(SERVERS.get("keycloak.admin.password"))
          .build();
  private final RealmResource realm = admin.realm("sentinel");
  private final List<String> accounts = new java.util.ArrayList<>();

  @Override
  protected List<String> keycloak() {
    return List.of(
        "sentinel.keycloak.url=" + way.url(),
        "sentinel.keycloak.secret=" + SERVERS.get("keycloak.provisioning.secret"),
        "sentinel.keycloak.patience=1s",
        "sentinel.provisioning.compare=1h");
  }

  @AfterEach
  void comeBack() {
    way.set(TcpProxy.Mode.OPEN);
  }

  @AfterAll
  void removeWhatWasMade() throws Exception {
    way.set(TcpProxy.Mode.AWAY);
    rows().stream()
        .map(each -> UUID.fromString(String.valueOf(each.get("clinicId"))))
        .flatMap(each -> organizations(each).stream())
        .forEach(each -> realm.organizations().get(each.getId()).delete().close());
    accounts.forEach(each -> realm.users().delete(each).close());
    admin.close();
    way.close();
  }

  private List<OrganizationRepresentation> organizations(UUID clinic) {
    return realm.organizations().search("", null, 0, 1000, false).stream()
        .filter(each -> each.getAlias().equals(clinic.toString()))
        .toList();
  }

  private OrganizationRepresentation organization(TestClinic clinic) {
    eventually(() -> state(clinic).equals("ready"));
    return organizations(clinic.id()).getFirst();
  }

  private List<String> members(TestClinic clinic) {
    return realm.organizations().get(organization(clinic).getId()).members().list(0, 50).stream()
        .map(MemberRepresentation::getUsername)
        .toList();
  }

  private List<Map<?, ?>> rows() {
    List<?> clinics =
        (List<?>) Objects.requireNonNull(get(operator, "/platform/organizations").get("clinics"));
    return clinics.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }

  private Map<?, ?> row(TestClinic clinic) {
    return rows().stream()
        .filter(each -> clinic.id().toString().equals(each.get("clinicId")))
        .findFirst()
        .orElseThrow();
  }

  private String state(TestClinic clinic) {
    return String.valueOf(row(clinic).get("state"));
  }

  private String differences(TestClinic clinic) {
    bean(Comparison.class).round().block(Duration.ofSeconds(60));
    return String.valueOf(row(clinic).get("differences"));
  }

  /** As the first sign-in through the broker makes it. */
  private String account(ScriptedIssuer.Person person) {
    UserRepresentation account = new UserRepresentation();
    account.setUsername("test-" + person.id());
    account.setEnabled(true);
    account.singleAttribute("professional_id", person.id());
    String id = KeycloakRealm.created(realm.users().create(account));
    accounts.add(id);
    return id;
  }

  private static void eventually(BooleanSupplier holds) {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s in vain").isLessThan(until);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Test
  void a_new_clinic_soon_is_an_organization_and_its_people_follow() {
    TestClinic clinic = newClinic("99000007", "061010");
    account(clinic.owner());
    get(clinic.owner(), "/me");
    OrganizationRepresentation made = organization(clinic);
    assertThat(made.getName()).isEqualTo("Ærø Fysioterapi 99000007 (CVR 99000007)");
    eventually(() -> members(clinic).contains("test-" + clinic.owner().id()));
    eventually(() -> recorded(clinic.id()).contains("clinic.provision success"));

    ScriptedIssuer.Person colleague = ScriptedIssuer.Person.of("Kaj Kollega", "99000007", false);
    account(colleague);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of("professionalId", colleague.id(), "name", "Kaj", "role", "physiotherapist"));
    eventually(() -> members(clinic).contains("test-" + colleague.id()));
    as(clinic.owner())
        .delete()
        .uri(clinic.path("/members/" + colleague.id() + "/physiotherapist"))
        .exchange()
        .expectStatus()
        .isNoContent();
    eventually(() -> !members(clinic).contains("test-" + colleague.id()));
    assertThat(recorded(clinic.id())).containsOnlyOnce("clinic.provision success");
  }

  @Test
  void a_token_that_names_another_clinic_is_refused_and_recorded() {
    TestClinic clinic = newClinic("99000090", "061090");
    TestClinic other = newClinic("99000104", "061100");
    String foreign =
        issuer.access(
            clinic.owner(), claims -> claims.claim("organization", List.of(other.id().toString())));
    // not counted yet: a token cannot know
    as(foreign).get().uri(clinic.path("/gates")).exchange().expectStatus().isOk();
    account(clinic.owner());
    get(clinic.owner(), "/me");
    eventually(() -> members(clinic).size() == 1);
    String later =
        issuer.access(
            clinic.owner(),
            claims ->
                claims
                    .claim("organization", Map.of(other.id().toString(), Map.of()))
                    .issueTime(java.util.Date.from(java.time.Instant.now().plusSeconds(60))));
    wallClock.set(Duration.ofSeconds(60));
    as(later)
        .get()
        .uri(clinic.path("/gates"))
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/organization-differs");
    assertThat(entries(clinic.id()))
        .anyMatch(
            entry -> entry.contains("organization-differs") && entry.contains("access.refuse"));
    as(later).get().uri(other.path("/gates")).exchange().expectStatus().isNotFound();
    String both =
        issuer.access(
            clinic.owner(),
            claims ->
                claims.claim(
                    "organization", List.of(clinic.id().toString(), other.id().toString())));
    as(both).get().uri(clinic.path("/gates")).exchange().expectStatus().isOk();
  }

  @Test
  void a_role_that_ends_by_itself_ends_in_keycloak_too() {
    TestClinic clinic = newClinic("99000015", "061020");
    ScriptedIssuer.Person auditor = ScriptedIssuer.Person.of("Rita Revisor", "99000155", false);
    account(auditor);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of(
            "professionalId",
            auditor.id(),
            "name",
            "Rita",
            "role",
            "auditor",
            "until",
            clock.instant().plus(Duration.ofDays(3)).toString().substring(0, 10)));
    eventually(() -> members(clinic).contains("test-" + auditor.id()));
    clock.set(Duration.ofDays(5));
    assertThat(differences(clinic)).isEqualTo("[]");
    eventually(() -> !members(clinic).contains("test-" + auditor.id()));
  }

  @Test
  void a_clinic_is_made_while_keycloak_is_away_and_provisioned_when_it_is_back() {
    way.set(TcpProxy.Mode.AWAY);
    TestClinic clinic = newClinic("99000023", "061030");
    post(clinic.owner(), "/clinics", clinicRequest("99000023", "061030"));
    assertThat(get(clinic.owner(), clinic.path("/gates"))).isNotEmpty();
    assertThat(state(clinic)).isEqualTo("pending");
    assertThat(organizations(clinic.id())).isEmpty();
    way.set(TcpProxy.Mode.OPEN);
    eventually(() -> state(clinic).equals("ready"));
    assertThat(organizations(clinic.id())).hasSize(1);
  }

  @Test
  void an_answer_that_was_lost_makes_no_second_organization() {
    bean(Provisioning.class).round().block(Duration.ofSeconds(30));
    way.set(TcpProxy.Mode.ANSWERS_LOST);
    TestClinic clinic = newClinic("99000031", "061040");
    eventually(() -> state(clinic).equals("pending"));
    way.set(TcpProxy.Mode.OPEN);
    eventually(() -> state(clinic).equals("ready"));
    assertThat(organizations(clinic.id())).hasSize(1);
    assertThat(recorded(clinic.id())).containsOnlyOnce("clinic.provision success");
  }

  @Test
  void killed_between_keycloak_and_the_note_it_finds_what_it_made() {
    way.set(TcpProxy.Mode.AWAY);
    TestClinic clinic = newClinic("99000058", "061050");
    Wanted wanted =
        new Wanted(
            new TenantId(clinic.id()),
            "Ærø Fysioterapi 99000058",
            "99000058",
            Set.of(clinic.owner().id()),
            2,
            0,
            false,
            false);
    // the step of Keycloak alone, twice at once, as two instances do it and are killed after it
    assertThat(
            List.of(1, 2, 3, 4).parallelStream()
                .map(each -> KeycloakOrganizations.follow(realm, wanted))
                .toList())
        .containsOnly(Set.of());
    assertThat(organizations(clinic.id())).hasSize(1);
    String before = organizations(clinic.id()).getFirst().getId();
    assertThat(state(clinic)).isEqualTo("pending");
    way.set(TcpProxy.Mode.OPEN);
    eventually(() -> state(clinic).equals("ready"));
    assertThat(organizations(clinic.id()))
        .extracting(OrganizationRepresentation::getId)
        .containsExactly(before);
  }

  @Test
  void what_was_changed_behind_its_back_is_found_recorded_shown_and_put_right() {
    TestClinic clinic = newClinic("99000066", "061060");
    String owner = account(clinic.owner());
    get(clinic.owner(), "/me");
    eventually(() -> members(clinic).size() == 1);
    OrganizationRepresentation organization = organization(clinic);
    String stranger = account(ScriptedIssuer.Person.of("Frida Fremmed", "99000074", false));
    assertThat(differences(clinic)).isEqualTo("[]");

    organization.setName("Omdøbt " + clinic.id());
    realm.organizations().get(organization.getId()).update(organization).close();
    realm.organizations().get(organization.getId()).members().addMember(stranger).close();
    realm.organizations().get(organization.getId()).members().member(owner).delete().close();
    assertThat(differences(clinic))
        .contains("organization-renamed", "member-extra", stranger)
        .contains("member-missing", clinic.owner().id());
    differences(clinic);
    assertThat(recorded(clinic.id()).stream().filter("organization.differ failure"::equals))
        .hasSize(3);

    repair(clinic);
    eventually(() -> state(clinic).equals("ready"));
    assertThat(differences(clinic)).isEqualTo("[]");
    assertThat(members(clinic)).containsExactly("test-" + clinic.owner().id());
    assertThat(recorded(clinic.id()).stream().filter("organization.agree success"::equals))
        .hasSize(3);
    assertThat(entries(clinic.id())).noneMatch(entry -> entry.contains("Frida"));
  }

  private void repair(TestClinic clinic) {
    as(operator)
        .post()
        .uri("/platform/organizations/" + clinic.id() + "/repair")
        .exchange()
        .expectStatus()
        .isAccepted();
  }

  @Test
  void a_lost_and_an_extra_organization_are_found() {
    TestClinic clinic = newClinic("99000082", "061080");
    realm.organizations().get(organization(clinic).getId()).delete().close();
    OrganizationRepresentation foreign = new OrganizationRepresentation();
    foreign.setName("test-" + clinic.id());
    foreign.setAlias("test-" + clinic.id());
    String extra = KeycloakRealm.created(realm.organizations().create(foreign));
    try {
      assertThat(differences(clinic)).contains("organization-missing");
      assertThat(String.valueOf(get(operator, "/platform/organizations").get("extra")))
          .contains(extra);
      repair(clinic);
      eventually(() -> state(clinic).equals("ready"));
      assertThat(organizations(clinic.id())).hasSize(1);
    } finally {
      realm.organizations().get(extra).delete().close();
    }
    assertThat(differences(clinic)).isEqualTo("[]");
    assertThat(String.valueOf(get(operator, "/platform/organizations").get("extra")))
        .doesNotContain(extra);
  }
}
