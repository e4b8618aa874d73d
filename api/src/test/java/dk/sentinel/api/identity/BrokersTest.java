package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.api.ApiTest;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The two other brokers that the realm file knows (domain facts, 4.3 and 4.4), through the real
 * Keycloak into one internal identity. The first broker is tested where people sign in every day.
 */
final class BrokersTest extends ApiTest {
  private static final String KEYCLOAK = TestServers.running().keycloakUrl();
  private static final String ACR = "urn:grn:authn:dk:mitid:";
  private static final String PROBLEMS = "https://sentinel.dk/problems/";

  private final ScriptedBroker idura;
  private final BrokerRealms realms;

  BrokersTest() throws Exception {
    idura = ScriptedBroker.start();
    realms = BrokerRealms.with(idura.url());
  }

  @AfterAll
  void removeRealms() {
    realms.close();
    idura.close();
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

  /** What Idura says of a person in a company. */
  private static Map<String, Object> ofCompany(String uuid, String cvr, String role) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("identityscheme", "dkmitid");
    claims.put(
        "sub", "{" + UUID.nameUUIDFromBytes((uuid + cvr).getBytes(StandardCharsets.UTF_8)) + "}");
    claims.put("uuid", uuid);
    claims.put("cvrNumberIdentifier", cvr);
    claims.put("2.5.4.10", "Selskab " + cvr);
    claims.put(role, "true");
    claims.put("name", "Signe Selskab");
    claims.put("acr", ACR + "substantial");
    return claims;
  }

  private SignIn.Tokens throughIdura(Map<String, Object> claims) {
    idura.expect(claims);
    return browser().with(someone("nobody"), Map.of("claims", SignIn.asking(SignIn.SUBSTANTIAL)));
  }

  private SignIn browser() {
    return new SignIn(KEYCLOAK, realms.name());
  }

  private static DemoPeople.Person someone(String user) {
    return new DemoPeople.Person(
        user, "sentinel", "", null, null, null, false, List.of(), List.of());
  }

  private WebTestClient.BodyContentSpec me(SignIn.Tokens tokens) {
    return as(tokens.access()).get().uri("/me").exchange().expectStatus().isOk().expectBody();
  }

  private WebTestClient.ResponseSpec signUp(SignIn.Tokens tokens, String cvr, String number) {
    return as(tokens.access())
        .post()
        .uri("/clinics")
        .bodyValue(clinicRequest(cvr, number))
        .exchange();
  }

  @Test
  void a_signatory_through_idura_may_represent_the_company_and_makes_it_a_clinic()
      throws Exception {
    String uuid = UUID.randomUUID().toString();
    Map<String, Object> claims = ofCompany(uuid, "99000007", "companySignatory");
    SignIn.Tokens tokens = throughIdura(claims);
    me(tokens)
        .jsonPath("$.person.id")
        .isEqualTo(uuid + "-99000007")
        .jsonPath("$.person.name")
        .isEqualTo("Signe Selskab")
        .jsonPath("$.person.cvr")
        .isEqualTo("99000007")
        .jsonPath("$.person.organization")
        .isEqualTo("Selskab 99000007")
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("yes")
        .jsonPath("$.person.level")
        .isEqualTo(SignIn.SUBSTANTIAL);
    signUp(tokens, "99000007", "061010").expectStatus().isCreated();
    awaitClinicIn(() -> throughIdura(claims));
    assertThat(idura.lastAsked())
        .containsEntry("acr_values", ACR + "substantial")
        .containsEntry("login_hint", "business")
        .containsEntry("scope", "openid");
  }

  @Test
  void an_employee_through_idura_has_not_said_whether_she_may_represent_the_company() {
    SignIn.Tokens tokens =
        throughIdura(ofCompany(UUID.randomUUID().toString(), "99000015", "employee"));
    me(tokens).jsonPath("$.person.mayRepresent").isEqualTo("unknown");
    signUp(tokens, "99000015", "061020")
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + "right-to-represent-unknown");
  }

  @Test
  void whoever_signs_in_for_two_companies_is_two_people_here() {
    String uuid = UUID.randomUUID().toString();
    SignIn first = browser();
    idura.expect(ofCompany(uuid, "99000023", "companySignatory"));
    SignIn.Tokens one =
        first.with(someone("nobody"), Map.of("claims", SignIn.asking(SignIn.SUBSTANTIAL)));
    SignIn.Tokens other = throughIdura(ofCompany(uuid, "99000031", "employee"));
    me(other)
        .jsonPath("$.person.id")
        .isEqualTo(uuid + "-99000031")
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("unknown");
    me(first.again(one))
        .jsonPath("$.person.id")
        .isEqualTo(uuid + "-99000023")
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("yes");
  }

  @Test
  void a_right_that_ended_is_not_remembered() {
    String uuid = UUID.randomUUID().toString();
    me(throughIdura(ofCompany(uuid, "99000058", "companySignatory")))
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("yes");
    me(throughIdura(ofCompany(uuid, "99000058", "employee")))
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("unknown");
  }

  @Test
  void a_person_without_a_name_through_idura_is_called_by_a_pseudonym() {
    Map<String, Object> claims = ofCompany(UUID.randomUUID().toString(), "99000066", "employee");
    claims.remove("name");
    me(throughIdura(claims)).jsonPath("$.person.name").isEqualTo("Pseudonym");
  }

  @Test
  void a_private_person_through_idura_is_not_let_in() {
    Map<String, Object> claims = ofCompany(UUID.randomUUID().toString(), "99000066", "employee");
    claims.keySet().removeAll(List.of("cvrNumberIdentifier", "2.5.4.10", "employee"));
    assertThatThrownBy(() -> throughIdura(claims)).isInstanceOf(SignIn.Refused.class);
  }

  @Test
  void a_low_level_is_not_enough_and_one_in_unknown_words_is_none() {
    Map<String, Object> claims = ofCompany(UUID.randomUUID().toString(), "99000066", "employee");
    claims.put("acr", ACR + "low");
    as(throughIdura(claims).access())
        .get()
        .uri("/me")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + "level-of-assurance-too-low");
    claims.put("acr", ACR + "business");
    assertThatThrownBy(() -> throughIdura(claims)).isInstanceOf(SignIn.Refused.class);
  }

  @Test
  void a_fresh_sign_in_is_asked_of_the_broker_too() {
    idura.expect(ofCompany(UUID.randomUUID().toString(), "99000074", "companySignatory"));
    browser().anew(someone("nobody"), "a-nonce");
    assertThat(idura.lastAsked()).containsEntry("prompt", "login");
  }

  private SignIn.Tokens throughNemLogIn(String user, Map<String, String> attributes) {
    realms.enrol(user, attributes);
    return knownToNemLogIn(user);
  }

  private SignIn.Tokens knownToNemLogIn(String user) {
    return browser()
        .with(
            someone(user),
            Map.of("claims", SignIn.asking(SignIn.SUBSTANTIAL), "kc_idp_hint", "nemlogin"));
  }

  private static Map<String, String> attributes(String uuid, String cvr) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("professional/cvr", cvr);
    attributes.put("professional/orgName", "Selskab " + cvr);
    attributes.put("professional/uuid/persistent", "urn:uuid:" + uuid);
    attributes.put("fullName", "Niels Nemlog");
    attributes.put("loa", "Substantial");
    attributes.put("ial", "Substantial");
    return attributes;
  }

  @Test
  void whom_nemlogin_lets_represent_the_company_makes_it_a_clinic() throws Exception {
    String uuid = UUID.randomUUID().toString();
    Map<String, String> attributes = attributes(uuid, "99000082");
    attributes.put("professional/authorizedToRepresent", "99000090,99000082");
    SignIn.Tokens tokens = throughNemLogIn("niels", attributes);
    me(tokens)
        .jsonPath("$.person.id")
        .isEqualTo(uuid)
        .jsonPath("$.person.name")
        .isEqualTo("Niels Nemlog")
        .jsonPath("$.person.cvr")
        .isEqualTo("99000082")
        .jsonPath("$.person.organization")
        .isEqualTo("Selskab 99000082")
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("yes")
        .jsonPath("$.person.level")
        .isEqualTo(SignIn.SUBSTANTIAL);
    signUp(tokens, "99000082", "061080").expectStatus().isCreated();
    awaitClinicIn(() -> knownToNemLogIn("niels"));
  }

  @Test
  void the_right_to_represent_another_company_is_none_and_no_list_says_nothing() {
    Map<String, String> other = attributes(UUID.randomUUID().toString(), "99000104");
    other.put("professional/authorizedToRepresent", "99000112");
    me(throughNemLogIn("other", other)).jsonPath("$.person.mayRepresent").isEqualTo("no");
    me(throughNemLogIn("silent", attributes(UUID.randomUUID().toString(), "99000104")))
        .jsonPath("$.person.mayRepresent")
        .isEqualTo("unknown");
  }

  @Test
  void a_name_protected_person_through_nemlogin_is_called_by_the_alias() {
    Map<String, String> attributes = attributes(UUID.randomUUID().toString(), "99000120");
    attributes.remove("fullName");
    attributes.put("alias", "Pseudonym");
    me(throughNemLogIn("protected", attributes)).jsonPath("$.person.name").isEqualTo("Pseudonym");
  }

  @Test
  void a_low_level_through_nemlogin_is_not_enough() {
    Map<String, String> attributes = attributes(UUID.randomUUID().toString(), "99000120");
    attributes.put("loa", "Low");
    as(throughNemLogIn("low", attributes).access())
        .get()
        .uri("/me")
        .exchange()
        .expectStatus()
        .isUnauthorized();
  }

  @Test
  void nemlogin_is_asked_for_a_professional_at_level_substantial_who_proves_it_now()
      throws Exception {
    assertThat(samlRequest())
        .contains(
            "ForceAuthn=\"true\"",
            "Comparison=\"minimum\"",
            ">https://data.gov.dk/concept/core/nsis/loa/Substantial<",
            ">https://data.gov.dk/eid/Professional<",
            "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
  }

  private String samlRequest() throws Exception {
    URI at =
        URI.create(
            issuerUrl()
                + "/protocol/openid-connect/auth?client_id=sentinel-demo&response_type=code"
                + "&scope=openid&redirect_uri=http://localhost:8082/callback&kc_idp_hint=nemlogin"
                + "&code_challenge_method=S256&code_challenge="
                + "x".repeat(43));
    List<String> cookies = new ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int steps = 0; steps < 5 && !at.toString().contains("SAMLRequest="); steps++) {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(at).header("Cookie", String.join("; ", cookies)).build(),
                HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("set-cookie").stream()
            .map(cookie -> cookie.split(";", 2)[0])
            .forEach(cookies::add);
        at = at.resolve(answer.headers().firstValue("location").orElseThrow());
      }
    }
    assertThat(at.getRawQuery()).contains("&Signature=");
    String encoded = at.getRawQuery().replaceAll(".*SAMLRequest=([^&]*).*", "$1");
    return inflated(Base64.getDecoder().decode(URLDecoder.decode(encoded, StandardCharsets.UTF_8)));
  }

  private static String inflated(byte[] bytes) throws IOException {
    return new String(
        new InflaterInputStream(new ByteArrayInputStream(bytes), new Inflater(true)).readAllBytes(),
        StandardCharsets.UTF_8);
  }

  /** The clinic's organization counts the person, so that the next token names the clinic. */
  private void awaitClinicIn(Supplier<SignIn.Tokens> signIn) throws Exception {
    String claims = "";
    for (int tries = 0; tries < 20 && !claims.contains("\"organization\""); tries++) {
      Thread.sleep(Duration.ofMillis(500));
      String access = signIn.get().access();
      as(access).get().uri("/me").exchange().expectStatus().isOk();
      claims =
          new String(
              Base64.getUrlDecoder().decode(access.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
    assertThat(Objects.requireNonNull(claims)).contains("\"organization\"");
  }
}
