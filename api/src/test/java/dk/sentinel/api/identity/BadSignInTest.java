package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

final class BadSignInTest extends ApiTest {
  private final ScriptedIssuer foreign = ScriptedIssuer.start();
  private final ScriptedIssuer.Person person = ScriptedIssuer.Person.of("Ása", "99000007", true);

  @AfterAll
  void closeForeignIssuer() {
    foreign.close();
  }

  @Test
  void a_good_token_is_let_in() {
    as(person).get().uri("/me").exchange().expectStatus().isOk();
  }

  @Test
  void an_expired_token_is_refused() {
    Date past = Date.from(Instant.now().minusSeconds(60));
    refused(issuer.access(person, claims -> claims.expirationTime(past)));
  }

  @Test
  void a_shifted_business_clock_does_not_revive_an_expired_token() {
    clock.set(Duration.ofDays(-548));
    Date past = Date.from(Instant.now().minusSeconds(60));
    refused(issuer.access(person, claims -> claims.expirationTime(past)));
  }

  @Test
  void a_token_without_an_end_is_refused() {
    refused(issuer.access(person, claims -> claims.expirationTime(null)));
  }

  @Test
  void a_token_of_a_foreign_realm_is_refused() {
    refused(foreign.access(person));
  }

  @Test
  void a_token_that_names_our_issuer_but_is_signed_by_another_key_is_refused() {
    refused(foreign.access(person, claims -> claims.issuer(issuer.url())));
  }

  @Test
  void a_token_with_the_algorithm_none_is_refused() throws Exception {
    refused(new PlainJWT(claimsOf(issuer.access(person))).serialize());
  }

  @Test
  void a_token_signed_with_the_public_key_as_a_secret_is_refused() throws Exception {
    JWTClaimsSet claims = claimsOf(issuer.access(person));
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(issuer.key().toPublicKey().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    for (byte[] secret :
        List.of(
            issuer.key().toPublicKey().getEncoded(),
            pem.getBytes(StandardCharsets.US_ASCII),
            issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
              claims);
      token.sign(new MACSigner(secret));
      refused(token.serialize());
    }
  }

  private static JWTClaimsSet claimsOf(String token) throws Exception {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }

  @Test
  void a_token_for_another_audience_is_refused() {
    refused(issuer.access(person, claims -> claims.audience("account")));
  }

  @Test
  void an_id_token_is_no_access_token() {
    refused(issuer.id(person, "nonce"));
    refused(issuer.id(person, "nonce", claims -> claims.audience("sentinel-api")));
  }

  @Test
  void a_token_of_an_unknown_client_is_refused() {
    refused(issuer.access(person, claims -> claims.claim("azp", "somebody-else")));
  }

  @Test
  void a_person_cannot_pass_for_a_practice_system() {
    refused(
        issuer.access(
            person,
            claims ->
                claims.claim("azp", "demo-journal").claim("scope", ScriptedIssuer.SENDS_ALL)));
  }

  @Test
  void a_text_that_is_no_token_is_refused() {
    refused("x.y.z");
  }

  @Test
  void a_low_level_of_assurance_is_challenged_for_a_higher_one() {
    for (String token :
        List.of(
            issuer.access(person, claims -> claims.claim("acr", ScriptedIssuer.LOW)),
            issuer.access(person, claims -> claims.claim("acr", "1")),
            issuer.access(person, claims -> claims.claim("acr", null)),
            issuer.access(person, claims -> claims.claim("loa", ScriptedIssuer.LOW)))) {
      as(token)
          .get()
          .uri("/me")
          .exchange()
          .expectStatus()
          .isUnauthorized()
          .expectHeader()
          .value(
              "WWW-Authenticate",
              challenge ->
                  assertThat(challenge)
                      .contains("error=\"insufficient_user_authentication\"")
                      .contains("acr_values=\"" + ScriptedIssuer.SUBSTANTIAL + "\""))
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("https://sentinel.dk/problems/level-of-assurance-too-low");
    }
  }

  @Test
  void a_private_mitid_gives_no_access() {
    String token =
        issuer.access(
            person,
            claims ->
                claims
                    .claim("nemlogin.persistent_professional_id", null)
                    .claim("nemlogin.cvr", null));
    as(token)
        .get()
        .uri("/me")
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/business-identity-required");
  }

  @Test
  void people_and_practice_systems_have_doors_of_their_own() {
    asPracticeSystem("demo-journal").get().uri("/me").exchange().expectStatus().isForbidden();
    asPracticeSystem("demo-journal").get().uri("/clinics").exchange().expectStatus().isForbidden();
    as(person).post().uri("/fhir").bodyValue("{}").exchange().expectStatus().isForbidden();
    as(person)
        .post()
        .uri("/practice-system/activations")
        .bodyValue("{}")
        .exchange()
        .expectStatus()
        .isForbidden();
  }

  @Test
  void a_name_protected_person_is_called_by_the_alias() {
    String token =
        issuer.access(
            person,
            claims -> claims.claim("nemlogin.name", null).claim("nemlogin.alias", "Pseudonym"));
    as(token)
        .get()
        .uri("/me")
        .exchange()
        .expectBody()
        .jsonPath("$.person.name")
        .isEqualTo("Pseudonym");
  }

  private void refused(String token) {
    as(token)
        .get()
        .uri("/me")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .valueEquals("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody(String.class)
        .value(body -> assertThat(body).contains("not-signed-in").doesNotContain(token));
  }
}
