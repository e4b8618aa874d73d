package dk.sentinel.api.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Practice systems and the real Keycloak: their keys come and go, and with them their tokens. */
final class VendorKeysTest extends ApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String KEYCLOAK = TestServers.running().keycloakUrl();
  private static final String TOKENS = KEYCLOAK + "/realms/sentinel/protocol/openid-connect/token";
  private static final String ALL = "system/Patient.c system/Condition.c";

  private final DemoPeople.Person drift = DemoPeople.read().named("drift");
  private final HttpClient http = HttpClient.newHttpClient();
  private String operatorToken = "";

  @Override
  protected String issuerUrl() {
    return KEYCLOAK + "/realms/sentinel";
  }

  @Override
  protected List<String> keycloak() {
    return realKeycloak();
  }

  @Override
  protected List<String> settings() {
    return List.of("sentinel.platform.operators=" + drift.professionalId());
  }

  @BeforeAll
  void theOperatorSignsIn() {
    operatorToken = new SignIn(KEYCLOAK).at(drift).access();
  }

  @Test
  void a_key_is_changed_without_a_pause() throws Exception {
    String system = registered();
    JWK old = ec("old");
    JWK fresh = rsa("fresh");
    keys(system, old).expectStatus().isOk();
    assertThat(isLetIn(token(system, old))).isTrue();

    keys(system, old, fresh).expectStatus().isOk();
    assertThat(isLetIn(token(system, old))).isTrue();
    assertThat(isLetIn(token(system, fresh))).isTrue();

    keys(system, fresh).expectStatus().isOk();
    assertThat(isLetIn(token(system, fresh))).isTrue();
    assertThat(answer(system, old).statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void a_vendor_that_publishes_its_keys_changes_them_by_itself() throws Exception {
    String system = registered();
    JWK old = ec("old");
    JWK fresh = ec("fresh");
    AtomicReference<String> published = new AtomicReference<>(set(old));
    HttpServer vendor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext(
        "/keys",
        exchange -> {
          try (exchange) {
            byte[] body = String.valueOf(published.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    vendor.start();
    try {
      operator(
              HttpMethod.PUT,
              "/practice-systems/" + system + "/keys",
              Map.of("jwksUrl", "http://localhost:" + vendor.getAddress().getPort() + "/keys"))
          .expectStatus()
          .isOk();
      published.set(set(old, fresh));
      assertThat(answer(system, fresh).statusCode()).isGreaterThanOrEqualTo(400);
      refreshed(token(system, old)).expectStatus().isOk();
      assertThat(isLetIn(token(system, fresh))).isTrue();
      published.set(set(fresh));
      refreshed(token(system, fresh)).expectStatus().isOk();
      assertThat(answer(system, old).statusCode()).isGreaterThanOrEqualTo(400);
    } finally {
      vendor.stop(0);
    }
  }

  private WebTestClient.ResponseSpec refreshed(String token) {
    return as(token).post().uri("/practice-system/keys/refresh").exchange();
  }

  @Test
  void a_token_bears_the_scopes_that_were_asked_for_and_registered() throws Exception {
    String system = registered("Patient", "Condition");
    JWK key = ec("one");
    keys(system, key).expectStatus().isOk();
    JsonNode claims = claims(token(system, key, "system/Condition.c"));
    assertThat(claims.path("scope").asString().split(" ")).containsExactly("system/Condition.c");
    assertThat(claims.path("azp").asString()).isEqualTo(system);
    HttpResponse<String> wider =
        exchange(assertion(system, key), "system/Condition.c system/Encounter.c");
    assertThat(wider.statusCode()).isEqualTo(400);
    assertThat(wider.body()).contains("invalid_scope");
    assertThat(isLetIn(token(system, key, ""))).as("without any scope").isFalse();
  }

  @Test
  void an_assertion_is_good_once() throws Exception {
    String system = registered();
    JWK key = ec("one");
    keys(system, key).expectStatus().isOk();
    String assertion = assertion(system, key);
    assertThat(exchange(assertion, ALL).statusCode()).isEqualTo(200);
    assertThat(exchange(assertion, ALL).statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void another_systems_key_opens_nothing() throws Exception {
    String system = registered();
    String other = registered();
    JWK key = ec("one");
    JWK others = ec("one");
    keys(system, key).expectStatus().isOk();
    keys(other, others).expectStatus().isOk();
    assertThat(exchange(assertion(system, others), ALL).statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void a_suspended_systems_token_ends_at_once_and_it_gets_no_new_one() throws Exception {
    String system = registered();
    JWK key = ec("one");
    keys(system, key).expectStatus().isOk();
    String token = token(system, key);
    assertThat(isLetIn(token)).isTrue();
    operator(HttpMethod.POST, "/practice-systems/" + system + "/suspension", Map.of())
        .expectStatus()
        .isOk();
    assertThat(isLetIn(token)).isFalse();
    assertThat(answer(system, key).statusCode()).isGreaterThanOrEqualTo(400);
    operator(HttpMethod.POST, "/practice-systems/" + system + "/resumption", Map.of())
        .expectStatus()
        .isOk();
    assertThat(isLetIn(token)).isTrue();
    assertThat(isLetIn(token(system, key))).isTrue();
  }

  @Test
  void no_other_kind_of_client_is_ever_touched() throws Exception {
    operator(HttpMethod.POST, "/practice-systems", request("sentinel-portal", "Patient"))
        .expectStatus()
        .isCreated();
    keys("sentinel-portal", ec("one")).expectStatus().isEqualTo(409);
  }

  @Test
  void private_weak_and_nameless_keys_are_refused() throws Exception {
    String system = registered();
    RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    for (String set :
        List.of(
            new JWKSet(ec("private")).toString(false),
            new JWKSet(weak).toString(),
            set(ec("same"), ec("same")),
            "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"one\"}]}",
            "{\"keys\":[]}",
            "{}")) {
      operator(
              HttpMethod.PUT,
              "/practice-systems/" + system + "/keys",
              Map.of("jwks", JSON.readTree(set)))
          .expectStatus()
          .isBadRequest();
    }
  }

  /** In the log its acts would look like Sentinel's own. */
  @Test
  void a_system_cannot_bear_the_name_of_a_part_of_sentinel() {
    for (Actor.Component component : Actor.Component.values()) {
      operator(HttpMethod.POST, "/practice-systems", request(component.id(), "Patient"))
          .expectStatus()
          .isBadRequest()
          .expectBody(String.class)
          .value(problem -> assertThat(problem).contains("systemId", "a part of Sentinel"));
    }
  }

  private String registered(String... kinds) {
    String system = "vendor-" + UUID.randomUUID();
    operator(
            HttpMethod.POST,
            "/practice-systems",
            kinds.length == 0 ? request(system, "Patient", "Condition") : request(system, kinds))
        .expectStatus()
        .isCreated();
    return system;
  }

  private static Map<String, Object> request(String system, String... kinds) {
    return Map.of(
        "systemId", system,
        "name", "Journal",
        "vendor", "Systemhuset",
        "vendorCvr", "99000155",
        "kinds", List.of(kinds));
  }

  private WebTestClient.ResponseSpec operator(HttpMethod method, String path, Object body) {
    return as(operatorToken).method(method).uri(path).bodyValue(body).exchange();
  }

  private WebTestClient.ResponseSpec keys(String system, JWK... keys) {
    return operator(
        HttpMethod.PUT,
        "/practice-systems/" + system + "/keys",
        Map.of("jwks", JSON.readTree(set(keys))));
  }

  private static String set(JWK... keys) {
    return new JWKSet(List.of(keys)).toString();
  }

  private static ECKey ec(String name) throws Exception {
    return new ECKeyGenerator(Curve.P_384).keyID(name).generate();
  }

  private static RSAKey rsa(String name) throws Exception {
    return new RSAKeyGenerator(3072).keyID(name).generate();
  }

  /** Nobody asks for a clinic that does not exist, but the door is open. */
  private boolean isLetIn(String token) {
    int status =
        as(token)
            .post()
            .uri("/practice-system/activations")
            .bodyValue(Map.of("cvr", "99000007", "ydernummer", "069998"))
            .exchange()
            .returnResult(Void.class)
            .getStatus()
            .value();
    assertThat(status).isIn(404, 403, 401);
    return status == 404;
  }

  private String token(String system, JWK key) throws Exception {
    return token(system, key, ALL);
  }

  private String token(String system, JWK key, String scope) throws Exception {
    HttpResponse<String> answer = exchange(assertion(system, key), scope);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("access_token").asString();
  }

  private HttpResponse<String> answer(String system, JWK key) throws Exception {
    return exchange(assertion(system, key), ALL);
  }

  private HttpResponse<String> exchange(String assertion, String scope) throws Exception {
    String form =
        Map.of(
                "grant_type",
                "client_credentials",
                "scope",
                scope,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion)
            .entrySet()
            .stream()
            .filter(field -> !field.getValue().isEmpty())
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(URI.create(TOKENS))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String assertion(String system, JWK key) throws Exception {
    Instant now = Instant.now();
    JWSSigner signer =
        key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(key instanceof RSAKey ? JWSAlgorithm.RS384 : JWSAlgorithm.ES384)
                .keyID(key.getKeyID())
                .build(),
            new JWTClaimsSet.Builder()
                .issuer(system)
                .subject(system)
                .audience(TOKENS)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build());
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static JsonNode claims(String token) throws Exception {
    @Nullable JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    return JSON.readTree(Objects.requireNonNull(claims).toString());
  }
}
