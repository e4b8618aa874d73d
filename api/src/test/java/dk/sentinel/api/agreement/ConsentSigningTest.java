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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConsentSigningTest extends ApiTest {
  private record Intent(String id, String nonce) {}

  @Test
  void the_consent_is_in_force_with_its_signature_and_the_evidence_names_its_very_bytes()
      throws SQLException {
    TestClinic clinic = signed("99000007", "061010");
    byte[] pdf = pdf(clinic, "da");
    assertThat(pdf(clinic, "da")).isEqualTo(pdf);
    assertThat(get(clinic.owner(), clinic.path("/consent?lang=da")).get("sha256"))
        .isEqualTo(Sha256.of(pdf).hex());
    consent(clinic);
    assertThat(String.valueOf(get(clinic.owner(), clinic.path("/consent")).get("given")))
        .contains("by=Ågot Ejer", "documentSha256=" + Sha256.of(pdf).hex());
    assertThat(
            text(
                "select evidence::text from agreement.signature join agreement.consent_event"
                    + " using (clinic_id, signature_id) where clinic_id = '"
                    + clinic.id()
                    + "'"))
        .contains("\"document\": \"consent\"", Sha256.of(pdf).hex(), "\"idToken\"", "\"nonce\"");
    List<?> signatures =
        (List<?>)
            Objects.requireNonNull(
                get(clinic.owner(), clinic.path("/agreement/signatures")).get("signatures"));
    assertThat(signatures.toString()).contains("kind=consent", "kind=agreement");
    assertThat(recorded(clinic.id()))
        .containsSubsequence(
            "agreement.sign success",
            "consent.read success",
            "consent.intent success",
            "consent.give success");
  }

  @Test
  void an_intent_of_the_one_document_signs_never_the_other() throws SQLException {
    TestClinic clinic = signed("99000015", "061020");
    Intent agreement = intent(clinic, "/agreement");
    Intent consent = intent(clinic, "/consent");
    refused(clinic, agreement, agreement.nonce, 403, "other-document");
    refused(clinic, agreement, consent.nonce, 403, "other-document");
    send(
        clinic,
        "/agreement",
        consent.id,
        issuer.id(clinic.owner(), consent.nonce),
        403,
        "other-document");
    refused(clinic, consent, agreement.nonce, 403, "nonce-mismatch");
    assertThat(signatures(clinic)).isEqualTo("1");
  }

  @Test
  void an_expired_or_used_intent_does_not_give_it() {
    TestClinic clinic = signed("99000023", "061030");
    Intent late = intent(clinic, "/consent");
    clock.set(Duration.ofMinutes(10).plusSeconds(1));
    refused(clinic, late, late.nonce, 409, "intent-expired");
    clock.set(Duration.ZERO);
    Intent intent = intent(clinic, "/consent");
    String token = issuer.id(clinic.owner(), intent.nonce);
    send(clinic, "/consent", intent.id, token, 201, null);
    send(clinic, "/consent", intent.id, token, 409, "intent-used");
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    send(clinic, "/consent", intent.id, token, 409, "intent-used");
    assertThat(String.valueOf(get(clinic.owner(), clinic.path("/consent")).get("given")))
        .isEqualTo("null");
  }

  @Test
  void a_stale_sign_in_another_person_and_one_without_the_right_do_not_give_it() {
    TestClinic clinic = signed("99000031", "061040");
    Intent intent = intent(clinic, "/consent");
    long before = Instant.now().minusSeconds(60).getEpochSecond();
    send(
        clinic,
        "/consent",
        intent.id,
        issuer.id(clinic.owner(), intent.nonce, claims -> claims.claim("auth_time", before)),
        403,
        "sign-in-not-fresh");
    send(
        clinic,
        "/consent",
        intent.id,
        issuer.id(Person.of("En Anden", clinic.cvr(), true), intent.nonce),
        403,
        "other-person");
    send(
        clinic,
        "/consent",
        intent.id,
        issuer.id(
            clinic.owner(), intent.nonce, claims -> claims.claim("nemlogin.auth_to_repr", "false")),
        403,
        "no-right-to-represent");
    send(
        clinic,
        "/consent",
        intent.id,
        issuer.id(clinic.owner(), intent.nonce, claims -> claims.claim("acr", ScriptedIssuer.LOW)),
        403,
        "level-too-low");
    send(clinic, "/consent", intent.id, "not-a-token", 400, "sign-in-not-valid");
    assertThat(recorded(clinic.id())).doesNotContain("consent.give success");
  }

  @Test
  void the_intent_of_another_clinic_is_unknown() {
    TestClinic clinic = signed("99000058", "061050");
    TestClinic neighbour = signed("99000066", "061060");
    Intent intent = intent(neighbour, "/consent");
    send(
        clinic,
        "/consent",
        intent.id,
        issuer.id(clinic.owner(), intent.nonce),
        404,
        "intent-not-found");
    announceRefused(clinic, hash(neighbour), "document-changed");
  }

  @Test
  void a_text_that_changed_between_intent_and_sign_in_must_be_read_again() throws SQLException {
    TestClinic clinic = signed("99000074", "061070");
    Intent intent = intent(clinic, "/consent");
    String read = hash(clinic);
    execute(
        "update tenancy.clinic set name = 'Et andet navn' where clinic_id = '" + clinic.id() + "'");
    refused(clinic, intent, intent.nonce, 409, "document-changed");
    announceRefused(clinic, read, "document-changed");
    consent(clinic);
    assertThat(hash(clinic)).isNotEqualTo(read);
  }

  @Test
  void of_many_clicks_and_two_owners_at_once_one_gives_it() throws Exception {
    TestClinic clinic = signed("99000082", "061080");
    Person other = Person.of("Øjvind Medejer", clinic.cvr(), true);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of("professionalId", other.id(), "name", "Øjvind Medejer", "role", "owner"));
    Intent mine = intent(clinic, clinic.owner(), "/consent");
    Intent yours = intent(clinic, other, "/consent");
    Callable<Integer> first = click(clinic, clinic.owner(), mine);
    Callable<Integer> second = click(clinic, other, yours);
    int given = 0;
    try (ExecutorService clicks = Executors.newFixedThreadPool(6)) {
      for (Future<Integer> answer :
          clicks.invokeAll(List.of(first, second, first, second, first, second))) {
        assertThat(answer.get()).isIn(201, 409);
        given += answer.get() == 201 ? 1 : 0;
      }
    }
    assertThat(given).isEqualTo(1);
    assertThat(recorded(clinic.id())).containsOnlyOnce("consent.give success");
    assertThat(signatures(clinic)).isEqualTo("2");
  }

  private Callable<Integer> click(TestClinic clinic, Person person, Intent intent) {
    String token = issuer.id(person, intent.nonce);
    return () ->
        as(person)
            .post()
            .uri(clinic.path("/consent/signatures"))
            .bodyValue(Map.of("intentId", intent.id, "idToken", token))
            .exchange()
            .expectBody()
            .returnResult()
            .getStatus()
            .value();
  }

  @Test
  void while_it_holds_nobody_gives_it_again_and_after_withdrawal_anybody_can() {
    TestClinic clinic = signed("99000090", "061090");
    Intent second = intent(clinic, "/consent");
    consent(clinic);
    refused(clinic, second, second.nonce, 409, "holds-already");
    post(clinic.owner(), clinic.path("/consent/withdrawal"), Map.of());
    consent(clinic);
    assertThat(recorded(clinic.id()))
        .containsSubsequence(
            "consent.give success",
            "consent.give refused",
            "consent.withdraw success",
            "consent.give success");
  }

  @Test
  void a_consent_breaks_off_whole_at_each_step_and_can_be_given_afterwards() throws SQLException {
    TestClinic clinic = signed("99000104", "061100");
    Intent intent = intent(clinic, "/consent");
    String token = issuer.id(clinic.owner(), intent.nonce);
    for (String table :
        List.of(
            "agreement.signature",
            "agreement.sealing",
            "agreement.consent_event",
            "audit.entry",
            "audit.pending")) {
      execute(
          "alter table "
              + table
              + " add constraint broken check (clinic_id <> '"
              + clinic.id()
              + "') not valid");
      send(clinic, "/consent", intent.id, token, 500, "internal-error");
      execute("alter table " + table + " drop constraint broken");
      assertThat(signatures(clinic)).as(table).isEqualTo("1");
      assertThat(String.valueOf(get(clinic.owner(), clinic.path("/consent")).get("given")))
          .as(table)
          .isEqualTo("null");
    }
    send(clinic, "/consent", intent.id, token, 201, null);
  }

  @Test
  void without_an_agreement_there_is_nothing_to_consent_to() {
    TestClinic clinic = newClinic("99000112", "061110");
    announceRefused(clinic, hash(clinic), "gate-closed");
    assertThat(recorded(clinic.id())).endsWith("consent.give refused");
  }

  private TestClinic signed(String cvr, String ydernummer) {
    TestClinic clinic = newClinic(cvr, ydernummer);
    sign(clinic);
    return clinic;
  }

  private String hash(TestClinic clinic) {
    return Objects.requireNonNull(get(clinic.owner(), clinic.path("/consent")).get("sha256"))
        .toString();
  }

  private byte[] pdf(TestClinic clinic, String lang) {
    return Objects.requireNonNull(
        as(clinic.owner())
            .get()
            .uri(clinic.path("/consent/document?lang=" + lang))
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType("application/pdf")
            .expectBody(byte[].class)
            .returnResult()
            .getResponseBody());
  }

  private Intent intent(TestClinic clinic, String document) {
    return intent(clinic, clinic.owner(), document);
  }

  private Intent intent(TestClinic clinic, Person person, String document) {
    Object sha = get(person, clinic.path(document)).get("sha256");
    Map<?, ?> intent =
        post(
            person,
            clinic.path(document + "/signing-intents"),
            Map.of("sha256", Objects.requireNonNull(sha)));
    return new Intent(
        Objects.requireNonNull(intent.get("intentId")).toString(),
        Objects.requireNonNull(intent.get("nonce")).toString());
  }

  private void announceRefused(TestClinic clinic, String sha256, String slug) {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/consent/signing-intents"))
        .bodyValue(Map.of("sha256", sha256))
        .exchange()
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/" + slug);
  }

  private void refused(TestClinic clinic, Intent intent, String nonce, int status, String slug) {
    send(clinic, "/consent", intent.id, issuer.id(clinic.owner(), nonce), status, slug);
    assertThat(recorded(clinic.id()).getLast()).endsWith(" refused");
  }

  private void send(
      TestClinic clinic,
      String document,
      String intent,
      String token,
      int status,
      @Nullable String slug) {
    byte[] body =
        as(clinic.owner())
            .post()
            .uri(clinic.path(document + "/signatures"))
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

  private String signatures(TestClinic clinic) throws SQLException {
    return text(
        "select count(*)::text from agreement.signature where clinic_id = '" + clinic.id() + "'");
  }

  private String text(String query) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
