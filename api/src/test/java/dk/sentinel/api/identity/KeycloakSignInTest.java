package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.PracticeSystem;
import dk.sentinel.infra.demo.Publishing;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The API with Keycloak's own tokens: people through the broker, practice systems by signed JWT.
 */
final class KeycloakSignInTest extends ApiTest {
  private static final String KEYCLOAK = TestServers.running().keycloakUrl();

  private final DemoPeople people = DemoPeople.read();
  private final DemoPeople.Person drift = people.named("drift");
  private final DemoPeople.Person walkOwner = people.named("walk-owner");

  @Override
  protected String issuerUrl() {
    return KEYCLOAK + "/realms/sentinel";
  }

  @Override
  protected List<String> settings() {
    return List.of("sentinel.platform.operators=" + people.operators());
  }

  @BeforeAll
  void anAgreementToSign() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      Publishing.publish(http, KEYCLOAK, address());
    }
  }

  @Test
  void an_owner_signs_with_a_fresh_sign_in_and_an_old_one_does_not_do() throws Exception {
    String path = "/clinics/" + walkClinic();
    SignIn browser = new SignIn(KEYCLOAK);
    SignIn.Tokens session = browser.at(walkOwner);
    as(session.access())
        .get()
        .uri("/me")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("yes")
        .jsonPath("$.person.level")
        .isEqualTo(SignIn.SUBSTANTIAL)
        .jsonPath("$.clinics[0].role")
        .isEqualTo("owner");

    // auth_time has whole seconds: only a sign-in of an earlier second is older than the intent
    Thread.sleep(1_100);
    Map<?, ?> intent = intent(path, session);
    String nonce = Objects.requireNonNull(intent.get("nonce")).toString();
    SignIn.Tokens old = browser.with(walkOwner, Map.of("nonce", nonce));
    signatures(path, session, intent, old.id())
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/sign-in-not-fresh");

    signatures(path, session, intent, browser.anew(walkOwner, nonce).id())
        .expectStatus()
        .isCreated();
    as(session.access())
        .get()
        .uri(path + "/agreement")
        .exchange()
        .expectBody()
        .jsonPath("$.signed.by")
        .isEqualTo("Vibeke Prøve");
  }

  @Test
  void a_token_names_the_clinics_of_the_person_and_a_known_browser_needs_no_second_sign_in()
      throws Exception {
    SignIn browser = new SignIn(KEYCLOAK);
    SignIn.Tokens first = browser.at(people.named("ejer3"));
    assertThat(claims(first.access())).doesNotContain("\"organization\"").contains("nemlogin.cvr");
    assertThat(claims(browser.at(people.named("ejer3")).access())).contains("nemlogin.cvr");
  }

  @Test
  void a_name_protected_person_is_a_pseudonym_from_sign_in_to_the_log() {
    DemoPeople.Person hidden = people.named("ejer5");
    SignIn.Tokens tokens = new SignIn(KEYCLOAK).at(hidden);
    assertThat(claims(tokens.access()))
        .contains("\"nemlogin.alias\":\"Pseudonym\"")
        .doesNotContain("nemlogin.name", "given_name", "family_name", "nemlogin.email");
    String path =
        "/clinics/"
            + body(as(tokens.access())
                    .post()
                    .uri("/clinics")
                    .bodyValue(clinicRequest(Objects.requireNonNull(hidden.cvr()), "061998"))
                    .exchange())
                .get("clinicId");
    assertThat(String.valueOf(body(as(tokens.access()).get().uri("/me").exchange()).get("person")))
        .contains("name=Pseudonym");
    assertThat(String.valueOf(body(as(tokens.access()).get().uri("/me/company").exchange())))
        .contains("owners=[Pseudonym]");
    assertThat(text(tokens, path + "/members")).contains("\"name\":\"Pseudonym\"");

    Map<?, ?> intent = intent(path, tokens);
    SignIn.Tokens fresh =
        new SignIn(KEYCLOAK).anew(hidden, Objects.requireNonNull(intent.get("nonce")).toString());
    signatures(path, tokens, intent, fresh.id()).expectStatus().isCreated();
    assertThat(text(tokens, path + "/agreement")).contains("\"by\":\"Pseudonym\"");
    assertThat(text(fresh, path + "/audit/export?format=csv&lang=en"))
        .contains("Pseudonym")
        .contains(hidden.businessId());
    assertThat(entries(java.util.UUID.fromString(path.substring(9))))
        .isNotEmpty()
        .noneMatch(entry -> entry.contains("Pseudonym"));
  }

  private String text(SignIn.Tokens tokens, String path) {
    return Objects.requireNonNull(
        as(tokens.access())
            .get()
            .uri(path)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  private static String claims(String token) {
    return new String(
        java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  private String walkClinic() {
    Map<?, ?> created =
        Objects.requireNonNull(
            as(new SignIn(KEYCLOAK).at(walkOwner).access())
                .post()
                .uri("/clinics")
                .bodyValue(clinicRequest(Objects.requireNonNull(walkOwner.cvr()), "061999"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    return Objects.requireNonNull(created.get("clinicId")).toString();
  }

  private Map<?, ?> intent(String path, SignIn.Tokens session) {
    Map<?, ?> agreement = body(as(session.access()).get().uri(path + "/agreement").exchange());
    return body(
        as(session.access())
            .post()
            .uri(path + "/agreement/signing-intents")
            .bodyValue(Map.of("sha256", Objects.requireNonNull(agreement.get("sha256"))))
            .exchange());
  }

  private static Map<?, ?> body(WebTestClient.ResponseSpec answer) {
    return Objects.requireNonNull(
        answer
            .expectStatus()
            .is2xxSuccessful()
            .expectBody(Map.class)
            .returnResult()
            .getResponseBody());
  }

  private WebTestClient.ResponseSpec signatures(
      String path, SignIn.Tokens session, Map<?, ?> intent, String idToken) {
    return as(session.access())
        .post()
        .uri(path + "/agreement/signatures")
        .bodyValue(
            Map.of("intentId", Objects.requireNonNull(intent.get("intentId")), "idToken", idToken))
        .exchange();
  }

  @Test
  void the_real_realm_gives_a_low_sign_in_no_way_in() {
    SignIn.Tokens low = new SignIn(KEYCLOAK).at(people.named("lav"), SignIn.LOW);
    as(low.access())
        .get()
        .uri("/me")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .value(
            "WWW-Authenticate",
            challenge -> assertThat(challenge).contains("insufficient_user_authentication"));
  }

  @Test
  void the_real_realm_gives_a_private_person_no_way_in() {
    SignIn.Tokens tokens = new SignIn(KEYCLOAK).at(people.named("privat"));
    as(tokens.access()).get().uri("/me").exchange().expectStatus().isForbidden();
  }

  @Test
  void a_token_of_another_realm_of_the_same_server_is_refused() throws Exception {
    as(tokenOfMasterRealm()).get().uri("/me").exchange().expectStatus().isUnauthorized();
  }

  private static String tokenOfMasterRealm() throws Exception {
    TestServers servers = TestServers.running();
    String form =
        "grant_type=password&client_id=admin-cli&username=%s&password=%s"
            .formatted(servers.get("keycloak.admin.user"), servers.get("keycloak.admin.password"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(KEYCLOAK + "/realms/master/protocol/openid-connect/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(answer.body());
      assertThat(token.find()).isTrue();
      return token.group(1);
    }
  }

  @Test
  void a_practice_system_comes_in_by_its_own_door_only() {
    as(new SignIn(KEYCLOAK).at(drift).access())
        .post()
        .uri("/practice-systems")
        .bodyValue(PracticeSystem.registration("demo-journal"))
        .exchange()
        .expectStatus()
        .isCreated();
    PracticeSystem journal = PracticeSystem.demo("demo-journal", KEYCLOAK, address());
    as(journal.token()).get().uri("/me").exchange().expectStatus().isForbidden();
    assertThat(journal.activate("99000112", "061777").status()).isEqualTo(404);
  }
}
