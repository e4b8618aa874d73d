package dk.sentinel.api.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.api.ScriptedIssuer.Person;
import dk.sentinel.compliance.agreement.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SigningTest extends ApiTest {
  private TestClinic clinic;

  private record Intent(String id, String nonce) {}

  @BeforeAll
  void oneClinic() {
    clinic = newClinic("99000007", "061010");
  }

  @Test
  void a_signature_is_kept_with_all_that_is_needed_to_check_it_again() throws SQLException {
    TestClinic signing = newClinic("99000015", "061020");
    sign(signing);
    Map<?, ?> agreement = get(signing.owner(), signing.path("/agreement?lang=en"));
    assertThat(String.valueOf(agreement.get("signed")))
        .contains("by=Ågot Ejer", "level=" + ScriptedIssuer.SUBSTANTIAL);
    assertThat(evidence(signing.id()))
        .contains("\"idToken\"", "\"jwks\"", "\"documentSha256\"", "\"nonce\"", "\"mayRepresent\"");
  }

  @Test
  void the_bytes_that_are_signed_are_the_bytes_that_are_shown() throws Exception {
    for (String lang : List.of("da", "en")) {
      byte[] pdf = pdf(lang);
      assertThat(get(clinic.owner(), clinic.path("/agreement?lang=" + lang)).get("sha256"))
          .isEqualTo(Sha256.of(pdf).hex());
      assertThat(pdf(lang)).isEqualTo(pdf);
    }
  }

  private byte[] pdf(String lang) {
    return Objects.requireNonNull(
        as(clinic.owner())
            .get()
            .uri(clinic.path("/agreement/document?lang=" + lang))
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType("application/pdf")
            .expectBody(byte[].class)
            .returnResult()
            .getResponseBody());
  }

  @Test
  void an_intent_is_good_for_one_signature() {
    TestClinic signing = newClinic("99000023", "061030");
    Intent intent = intent(signing);
    String token = issuer.id(signing.owner(), intent.nonce);
    send(signing, intent.id, token, 201, null);
    send(signing, intent.id, token, 409, "intent-used");
    assertThat(recorded(signing.id())).endsWith("agreement.sign success", "agreement.sign refused");
  }

  @Test
  void of_many_clicks_at_the_same_moment_one_signs() throws Exception {
    TestClinic signing = newClinic("99000031", "061040");
    Intent intent = intent(signing);
    String token = issuer.id(signing.owner(), intent.nonce);
    Callable<Integer> click =
        () ->
            as(signing.owner())
                .post()
                .uri(signing.path("/agreement/signatures"))
                .bodyValue(Map.of("intentId", intent.id, "idToken", token))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    try (ExecutorService clicks = Executors.newFixedThreadPool(6)) {
      List<Future<Integer>> answers =
          clicks.invokeAll(Arrays.asList(click, click, click, click, click, click));
      int signed = 0;
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isIn(201, 409);
        signed += answer.get() == 201 ? 1 : 0;
      }
      assertThat(signed).isEqualTo(1);
    }
    assertThat(recorded(signing.id())).containsOnlyOnce("agreement.sign success");
  }

  @Test
  void an_expired_intent_does_not_sign() {
    Intent intent = intent(clinic);
    clock.set(Duration.ofMinutes(10).plusSeconds(1));
    refused(intent, issuer.id(clinic.owner(), intent.nonce), 409, "intent-expired");
  }

  @Test
  void a_sign_in_from_before_the_intent_does_not_sign() {
    Intent intent = intent(clinic);
    long before = Instant.now().minusSeconds(60).getEpochSecond();
    refused(
        intent,
        issuer.id(clinic.owner(), intent.nonce, claims -> claims.claim("auth_time", before)),
        403,
        "sign-in-not-fresh");
  }

  @Test
  void a_shifted_business_clock_does_not_make_a_fresh_sign_in_stale() {
    TestClinic signing = newClinic("99000058", "061050");
    clock.set(Duration.ofDays(-548));
    sign(signing);
    Map<?, ?> signed =
        (Map<?, ?>)
            Objects.requireNonNull(get(signing.owner(), signing.path("/agreement")).get("signed"));
    assertThat(Instant.parse(Objects.requireNonNull(signed.get("at")).toString()))
        .isBefore(Instant.now().minus(Duration.ofDays(500)));
  }

  @Test
  void a_sign_in_for_another_intent_does_not_sign() {
    Intent first = intent(clinic);
    Intent second = intent(clinic);
    refused(second, issuer.id(clinic.owner(), first.nonce), 403, "nonce-mismatch");
  }

  @Test
  void a_sign_in_for_another_company_does_not_sign() {
    Intent intent = intent(clinic);
    refused(
        intent,
        issuer.id(clinic.owner(), intent.nonce, claims -> claims.claim("nemlogin.cvr", "99000015")),
        403,
        "wrong-company");
  }

  @Test
  void who_may_not_represent_the_company_does_not_sign() {
    Intent intent = intent(clinic);
    refused(
        intent,
        issuer.id(
            clinic.owner(), intent.nonce, claims -> claims.claim("nemlogin.auth_to_repr", "false")),
        403,
        "no-right-to-represent");
  }

  @Test
  void who_is_not_said_to_have_the_right_does_not_sign_and_is_told_how_to_prove_it() {
    Intent intent = intent(clinic);
    refused(
        intent,
        issuer.id(
            clinic.owner(), intent.nonce, claims -> claims.claim("nemlogin.auth_to_repr", null)),
        403,
        "right-to-represent-unknown");
  }

  @Test
  void a_low_level_of_assurance_does_not_sign() {
    Intent intent = intent(clinic);
    refused(
        intent,
        issuer.id(clinic.owner(), intent.nonce, claims -> claims.claim("acr", ScriptedIssuer.LOW)),
        403,
        "level-too-low");
  }

  @Test
  void another_person_of_the_company_does_not_sign() {
    Intent intent = intent(clinic);
    Person other = Person.of("En Anden", clinic.cvr(), true);
    refused(intent, issuer.id(other, intent.nonce), 403, "other-person");
  }

  @Test
  void a_token_that_is_no_valid_sign_in_does_not_sign() {
    Intent intent = intent(clinic);
    Date past = Date.from(Instant.now().minusSeconds(120));
    for (String token :
        List.of(
            "not-a-token",
            issuer.access(clinic.owner()),
            issuer.id(clinic.owner(), intent.nonce, claims -> claims.expirationTime(past)),
            issuer.id(clinic.owner(), intent.nonce, claims -> claims.issuer("http://elsewhere")),
            issuer.id(clinic.owner(), intent.nonce, claims -> claims.audience("other-client")),
            issuer.id(clinic.owner(), intent.nonce, claims -> claims.claim("auth_time", null)),
            tampered(issuer.id(clinic.owner(), intent.nonce)))) {
      refused(intent, token, 400, "sign-in-not-valid");
    }
  }

  private static String tampered(String token) {
    String[] parts = token.split("\\.");
    String payload =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("Ågot", "Ånde");
    parts[1] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    return String.join(".", parts);
  }

  @Test
  void a_document_that_is_not_on_offer_cannot_be_signed() {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/agreement/signing-intents"))
        .bodyValue(Map.of("sha256", "0".repeat(64)))
        .exchange()
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/document-changed");
  }

  @Test
  void the_intent_of_another_clinic_is_unknown() {
    TestClinic neighbour = newClinic("99000066", "061060");
    Intent intent = intent(neighbour);
    send(clinic, intent.id, issuer.id(clinic.owner(), intent.nonce), 404, "intent-not-found");
    send(
        clinic,
        UUID.randomUUID().toString(),
        issuer.id(clinic.owner(), intent.nonce),
        404,
        "intent-not-found");
  }

  @Test
  void a_signature_whose_record_cannot_be_written_does_not_exist() throws SQLException {
    TestClinic signing = newClinic("99000074", "061070");
    Intent intent = intent(signing);
    String token = issuer.id(signing.owner(), intent.nonce);
    execute(
        "alter table audit.entry add constraint broken check (clinic_id <> '"
            + signing.id()
            + "') not valid");
    send(signing, intent.id, token, 500, "internal-error");
    execute("alter table audit.entry drop constraint broken");
    assertThat(evidence(signing.id())).isEmpty();
    send(signing, intent.id, token, 201, null);
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private String evidence(UUID clinicId) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select evidence::text from agreement.signature where clinic_id = '"
                    + clinicId
                    + "'")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private Intent intent(TestClinic signing) {
    Object sha = get(signing.owner(), signing.path("/agreement")).get("sha256");
    Map<?, ?> intent =
        post(
            signing.owner(),
            signing.path("/agreement/signing-intents"),
            Map.of("sha256", Objects.requireNonNull(sha)));
    return new Intent(
        Objects.requireNonNull(intent.get("intentId")).toString(),
        Objects.requireNonNull(intent.get("nonce")).toString());
  }

  /** Refused, recorded as refused, and no signature came of it. */
  private void refused(Intent intent, String token, int status, String slug) {
    send(clinic, intent.id, token, status, slug);
    assertThat(recorded(clinic.id())).endsWith("agreement.sign refused");
    assertThat(recorded(clinic.id())).doesNotContain("agreement.sign success");
  }

  private void send(
      TestClinic signing, String intent, String token, int status, @Nullable String slug) {
    byte[] body =
        as(signing.owner())
            .post()
            .uri(signing.path("/agreement/signatures"))
            .bodyValue(Map.of("intentId", intent, "idToken", token))
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectBody()
            .returnResult()
            .getResponseBody();
    if (slug != null) {
      assertThat(new String(Objects.requireNonNull(body), StandardCharsets.UTF_8))
          .contains("https://sentinel.dk/problems/" + slug)
          .doesNotContain(token);
    }
  }
}
