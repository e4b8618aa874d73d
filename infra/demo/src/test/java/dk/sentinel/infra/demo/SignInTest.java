package dk.sentinel.infra.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.infra.testing.TestServers;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two realms on a real Keycloak: what a token says is what the person has proved. */
final class SignInTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DemoPeople people = DemoPeople.read();
  private final String keycloak = TestServers.running().keycloakUrl();

  @Test
  void password_and_code_give_level_substantial_and_the_brokers_claims() {
    SignIn.Tokens tokens = new SignIn(keycloak).at(people.named("ejer1"));
    JsonNode claims = claims(tokens.access());
    assertThat(claims.path("acr").asString()).isEqualTo(SignIn.SUBSTANTIAL);
    assertThat(claims.path("aud").asString()).isEqualTo("sentinel-api");
    assertThat(claims.path("identity_type").asString()).isEqualTo("professional");
    assertThat(claims.path("idp").asString()).isEqualTo("mitid_erhverv");
    assertThat(claims.path("nemlogin.cvr").asString()).isEqualTo(people.named("ejer1").cvr());
    assertThat(claims.path("nemlogin.persistent_professional_id").asString())
        .isEqualTo(people.named("ejer1").professionalId());
    assertThat(claims.path("nemlogin.auth_to_repr").asString()).isEqualTo("true");
  }

  @Test
  void a_password_alone_gives_level_low() {
    JsonNode claims = claims(new SignIn(keycloak).at(people.named("lav"), SignIn.LOW).access());
    assertThat(claims.path("acr").asString()).isEqualTo(SignIn.LOW);
  }

  @Test
  void a_person_without_a_second_factor_never_gets_beyond_low_whatever_is_asked() {
    JsonNode claims = claims(new SignIn(keycloak).at(people.named("lav")).access());
    assertThat(claims.path("acr").asString()).isEqualTo(SignIn.LOW);
    assertThat(claims.path("loa").asString()).isEqualTo(SignIn.LOW);
  }

  @Test
  void a_wrong_password_or_code_is_refused() {
    DemoPeople.Person person = people.named("ejer3");
    assertThatThrownBy(() -> new SignIn(keycloak).at(with(person, "wrong", person.totpSecret())))
        .isInstanceOf(SignIn.Refused.class);
    assertThatThrownBy(
            () -> new SignIn(keycloak).at(with(person, person.password(), "another-secret")))
        .isInstanceOf(SignIn.Refused.class);
  }

  @Test
  void nobody_meets_a_page_about_accounts_or_profiles() {
    for (String username : new String[] {"privat", "ejer5", "drift", "revisor"}) {
      assertThat(new SignIn(keycloak).at(people.named(username)).access()).isNotEmpty();
    }
  }

  @Test
  void a_known_person_reads_on_without_a_page_and_proves_anew_for_signing() throws Exception {
    SignIn browser = new SignIn(keycloak);
    DemoPeople.Person person = people.named("ejer2");
    JsonNode first = claims(browser.at(person).access());
    Thread.sleep(1_100);
    JsonNode again = claims(browser.at(person).access());
    assertThat(again.path("auth_time").asLong()).isEqualTo(first.path("auth_time").asLong());

    JsonNode fresh = claims(browser.anew(person, "a-nonce-of-the-intent").id());
    assertThat(fresh.path("auth_time").asLong()).isGreaterThan(first.path("auth_time").asLong());
    assertThat(fresh.path("nonce").asString()).isEqualTo("a-nonce-of-the-intent");
    assertThat(fresh.path("acr").asString()).isEqualTo(SignIn.SUBSTANTIAL);
  }

  @Test
  void a_name_protected_person_has_an_alias_and_no_name() {
    JsonNode claims = claims(new SignIn(keycloak).at(people.named("ejer5")).access());
    assertThat(claims.path("nemlogin.alias").asString()).isEqualTo("Pseudonym");
    assertThat(claims.has("nemlogin.name")).isFalse();
  }

  @Test
  void a_practice_system_gets_a_token_for_sending_and_nothing_of_a_person() {
    PracticeSystem system = PracticeSystem.demo("demo-journal", keycloak, "http://localhost:1");
    JsonNode claims = claims(system.token());
    assertThat(claims.path("azp").asString()).isEqualTo("demo-journal");
    assertThat(claims.path("scope").asString())
        .contains("system/Patient.c", "system/Condition.c")
        .doesNotContain("journal");
    assertThat(claims.has("sid")).isFalse();
  }

  @Test
  void one_time_codes_are_those_of_rfc_6238() {
    assertThat(Totp.code("12345678901234567890", Instant.ofEpochSecond(59))).isEqualTo("287082");
    assertThat(Totp.code("12345678901234567890", Instant.ofEpochSecond(1_111_111_109L)))
        .isEqualTo("081804");
  }

  @Test
  void the_realm_knows_exactly_the_demo_people() {
    JsonNode realm = JSON.readTree(Checkout.deploy("keycloak/mitid-realm.json"));
    assertThat(realm.path("users").findValuesAsString("username"))
        .containsExactlyElementsOf(
            people.people().stream().map(DemoPeople.Person::username).toList());
  }

  private static DemoPeople.Person with(
      DemoPeople.Person person, String password, String totpSecret) {
    return new DemoPeople.Person(
        person.username(),
        password,
        totpSecret,
        person.name(),
        person.cvr(),
        person.professionalId(),
        person.mayRepresent(),
        person.platformRoles(),
        person.clinics());
  }

  private static JsonNode claims(String token) {
    return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
