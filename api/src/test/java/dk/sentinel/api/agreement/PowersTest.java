package dk.sentinel.api.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer.Person;
import dk.sentinel.compliance.agreement.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PowersTest extends ApiTest {
  private static final byte[] SCAN =
      "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

  private final Person second = representative;

  private record Intent(String id, String nonce) {}

  /** Two owners of one clinic of whom neither may represent it alone. */
  private record Joint(TestClinic clinic, Person one, Person other) {}

  @Test
  void who_has_no_right_signs_after_two_people_of_the_operator_approved_the_power() {
    Joint joint = joint("99000007", "061010");
    refusedToSign(joint.clinic, joint.one, "right-to-represent-unknown");
    String power = upload(joint.clinic, joint.one);
    refusedToSign(joint.clinic, joint.one, "right-to-represent-unknown");
    assertThat(waiting(operator)).contains(power, "approvedByMe=false");
    assertThat(document(operator, power)).isEqualTo(SCAN);
    decide(operator, power, "approval", Map.of("signers", 1), 204, null);
    refusedToSign(joint.clinic, joint.one, "right-to-represent-unknown");
    assertThat(waiting(operator)).contains(power, "approvedByMe=true");
    decide(second, power, "approval", Map.of("signers", 1), 204, null);
    assertThat(waiting(operator)).doesNotContain(power);
    assertThat(state(joint.clinic, power)).isEqualTo("in-force");
    assertThat(signed(joint.clinic, joint.one, "da")).isTrue();
    assertThat(inForce(joint.clinic)).isTrue();
    refusedToSign(joint.clinic, joint.other, "right-to-represent-unknown");
    assertThat(recorded(joint.clinic.id()))
        .containsSubsequence(
            "power.upload success",
            "power.read success",
            "power.approve success",
            "power.approve success",
            "agreement.sign success");
  }

  @Test
  void one_person_never_approves_twice_and_what_was_decided_stays() {
    Joint joint = joint("99000015", "061020");
    String power = upload(joint.clinic, joint.one);
    decide(operator, power, "approval", Map.of("signers", 1), 204, null);
    decide(operator, power, "approval", Map.of("signers", 1), 409, "same-person");
    decide(second, power, "approval", Map.of("signers", 2), 409, "other-signers");
    decide(second, power, "approval", Map.of("signers", 3), 400, "invalid-request");
    assertThat(state(joint.clinic, power)).isEqualTo("waiting");
    decide(second, power, "rejection", Map.of("reason", "because"), 400, "invalid-request");
    decide(second, power, "rejection", Map.of("reason", "other-persons"), 204, null);
    decide(operator, power, "approval", Map.of("signers", 1), 409, "power-decided");
    assertThat(state(joint.clinic, power)).isEqualTo("rejected");
    refusedToSign(joint.clinic, joint.one, "right-to-represent-unknown");
    assertThat(recorded(joint.clinic.id()))
        .containsSubsequence(
            "power.approve success", "power.approve refused", "power.reject success");
  }

  @Test
  void one_person_clicking_atOnce_counts_as_one() throws Exception {
    Joint joint = joint("99000023", "061030");
    String power = upload(joint.clinic, joint.one);
    Callable<Integer> click =
        () ->
            as(operator)
                .post()
                .uri("/powers-of-attorney/" + power + "/approval")
                .bodyValue(Map.of("signers", 1))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    assertThat(atOnce(List.of(click, click, click, click))).containsOnlyOnce(204);
    assertThat(state(joint.clinic, power)).isEqualTo("waiting");
  }

  @Test
  void nobody_but_operators_decides_and_owners_only_on_their_own_clinics() {
    Joint joint = joint("99000031", "061040");
    TestClinic neighbour = newClinic("99000058", "061050");
    String power = upload(joint.clinic, joint.one);
    for (Person stranger : List.of(projectEditor, joint.one, neighbour.owner())) {
      decide(stranger, power, "approval", Map.of("signers", 1), 403, "forbidden");
      as(stranger).get().uri("/powers-of-attorney").exchange().expectStatus().isForbidden();
      as(stranger)
          .get()
          .uri("/powers-of-attorney/" + power + "/document")
          .exchange()
          .expectStatus()
          .isForbidden();
    }
    as(neighbour.owner())
        .post()
        .uri(neighbour.path("/powers-of-attorney/" + power + "/withdrawal"))
        .exchange()
        .expectStatus()
        .isNotFound();
    assertThat(get(neighbour.owner(), neighbour.path("/powers-of-attorney")).get("powers"))
        .isEqualTo(List.of());
    decide(
        operator,
        UUID.randomUUID().toString(),
        "approval",
        Map.of("signers", 1),
        404,
        "power-not-found");
    uploadRefused(neighbour, neighbour.owner(), SCAN, joint.one.id(), 409, "power-not-taken");
    assertThat(state(joint.clinic, power)).isEqualTo("waiting");
  }

  @Test
  void only_a_plain_pdf_of_a_sensible_size_is_taken_and_not_without_end() {
    Joint joint = joint("99000066", "061060");
    Person owner = joint.one;
    TestClinic clinic = joint.clinic;
    byte[] huge = new byte[5 * 1024 * 1024 + 1];
    System.arraycopy(SCAN, 0, huge, 0, SCAN.length);
    uploadRefused(clinic, owner, huge, owner.id(), 413, "document-too-large");
    for (String hostile :
        List.of(
            "",
            "MZ executable %%EOF",
            "<html>%PDF-1.7 %%EOF</html>",
            "%PDF-1.7 no end",
            "%PDF-1.7 <</S /JavaScript /JS (app.alert(1))>> %%EOF",
            "%PDF-1.7 <</S /Launch>> %%EOF",
            "%PDF-1.7 <</Type /EmbeddedFile>> %%EOF",
            "%PDF-1.7 <</Encrypt 1 0 R>> %%EOF")) {
      uploadRefused(
          clinic,
          owner,
          hostile.getBytes(StandardCharsets.US_ASCII),
          owner.id(),
          400,
          "no-plain-pdf");
    }
    as(owner)
        .post()
        .uri(clinic.path("/powers-of-attorney?person=" + owner.id() + "&until=" + day(10)))
        .contentType(MediaType.TEXT_HTML)
        .bodyValue("%PDF-1.7 %%EOF")
        .exchange()
        .expectStatus()
        .isEqualTo(415);
    for (int i = 0; i < 5; i++) {
      upload(clinic, owner);
    }
    uploadRefused(clinic, owner, SCAN, owner.id(), 409, "power-not-taken");
  }

  @Test
  void where_two_must_sign_the_agreement_is_in_force_with_the_second_and_not_before() {
    Joint joint = approved("99000074", "061070", 2);
    TestClinic clinic = joint.clinic;
    assertThat(signed(clinic, joint.one, "da")).isFalse();
    assertThat(inForce(clinic)).isFalse();
    assertThat(String.valueOf(get(joint.other, clinic.path("/agreement")).get("begun")))
        .contains("by=Ågot Ejer", "missing=[Øjvind Medejer]");
    refusedToSign(clinic, joint.one, "signed-already");
    refusedToSign(clinic, joint.other, "en", "other-copy");
    assertThat(inForce(clinic)).isFalse();
    assertThat(signed(clinic, joint.other, "da")).isTrue();
    assertThat(inForce(clinic)).isTrue();
    assertThat(String.valueOf(get(joint.other, clinic.path("/agreement")).get("begun")))
        .isEqualTo("null");
    assertThat(entries(clinic.id()))
        .anyMatch(entry -> entry.contains("agreement.sign") && entry.contains("\"inForce\":\"no\""))
        .anyMatch(
            entry -> entry.contains("agreement.sign") && entry.contains("\"inForce\":\"yes\""));
  }

  @Test
  void the_second_signatures_evidence_names_the_first_and_the_receipt_both() throws Exception {
    Joint joint = approved("99000139", "061130", 2);
    TestClinic clinic = joint.clinic;
    signed(clinic, joint.one, "da");
    signed(clinic, joint.other, "da");
    given(clinic, joint.other);
    given(clinic, joint.one);

    assertThat(String.valueOf(get(joint.one, clinic.path("/agreement")).get("signed")))
        .contains("by=Øjvind Medejer", "jointlyWith=Ågot Ejer");
    assertThat(String.valueOf(get(joint.one, clinic.path("/consent")).get("given")))
        .contains("by=Ågot Ejer", "jointlyWith=Øjvind Medejer");
    Map<String, Map<?, ?>> signatures = signatures(clinic);
    Map<?, ?> first = Objects.requireNonNull(signatures.get("agreement Ågot Ejer"));
    Map<?, ?> last = Objects.requireNonNull(signatures.get("agreement Øjvind Medejer"));
    assertThat(first.get("jointlyWith")).isNull();
    assertThat(last.get("jointlyWith")).isEqualTo("Ågot Ejer");
    JsonNode evidence = evidence(clinic.id(), last);
    assertThat(evidence.path("signers").asInt()).isEqualTo(2);
    JsonNode named = evidence.path("firstSignature");
    assertThat(named.path("signatureId").asString()).isEqualTo(first.get("signatureId"));
    assertThat(named.path("personId").asString()).isEqualTo(joint.one.id());
    assertThat(named.path("name").asString()).isEqualTo("Ågot Ejer");
    assertThat(Instant.parse(named.path("signedAt").asString()))
        .isEqualTo(Instant.parse(String.valueOf(first.get("signedAt"))));
    JsonNode firsts = evidence(clinic.id(), first);
    assertThat(named.path("idTokenSha256").asString())
        .isEqualTo(
            Sha256.of(firsts.path("idToken").asString().getBytes(StandardCharsets.US_ASCII)).hex());
    assertThat(firsts.has("firstSignature")).isFalse();
  }

  @Test
  void one_who_signs_alone_under_a_power_is_the_only_one_named() throws Exception {
    Joint joint = approved("99000147", "061140", 1);
    TestClinic clinic = joint.clinic;
    signed(clinic, joint.one, "da");

    assertThat(String.valueOf(get(joint.one, clinic.path("/agreement")).get("signed")))
        .contains("by=Ågot Ejer", "jointlyWith=null");
    Map<?, ?> only = Objects.requireNonNull(signatures(clinic).get("agreement Ågot Ejer"));
    assertThat(evidence(clinic.id(), only).has("firstSignature")).isFalse();
  }

  @Test
  void the_consent_too_takes_both() {
    Joint joint = approved("99000082", "061080", 2);
    TestClinic clinic = joint.clinic;
    signed(clinic, joint.one, "da");
    signed(clinic, joint.other, "da");
    for (int time = 0; time < 2; time++) {
      assertThat(given(clinic, joint.one)).isFalse();
      assertThat(String.valueOf(get(joint.one, clinic.path("/consent")).get("given")))
          .isEqualTo("null");
      assertThat(given(clinic, joint.other)).isTrue();
      post(joint.one, clinic.path("/consent/withdrawal"), Map.of());
    }
  }

  @Test
  void both_at_the_same_moment_bring_it_into_force_once() throws Exception {
    Joint joint = approved("99000090", "061090", 2);
    TestClinic clinic = joint.clinic;
    List<Integer> answers =
        atOnce(
            List.of(
                click(clinic, joint.one, intent(clinic, joint.one, "/agreement", "da")),
                click(clinic, joint.other, intent(clinic, joint.other, "/agreement", "da"))));
    assertThat(answers).containsExactly(201, 201);
    assertThat(inForce(clinic)).isTrue();
    assertThat(entries(clinic.id()).stream().filter(entry -> entry.contains("\"inForce\":\"yes\"")))
        .hasSize(1);
  }

  @Test
  void a_signature_of_an_older_version_does_not_count_for_a_newer_one() {
    Joint joint = approved("99000104", "061100", 2);
    TestClinic clinic = joint.clinic;
    signed(clinic, joint.one, "da");
    Intent late = intent(clinic, joint.other, "/agreement", "da");
    publish(Map.of());
    send(clinic, joint.other, "/agreement", late, 409, "document-changed");
    assertThat(signed(clinic, joint.other, "da")).isFalse();
    assertThat(inForce(clinic)).isFalse();
    assertThat(signed(clinic, joint.one, "da")).isTrue();
    assertThat(inForce(clinic)).isTrue();
  }

  @Test
  void a_power_taken_back_or_expired_between_lets_nobody_sign_and_what_was_begun_waits_in_vain() {
    Joint joint = approved("99000112", "061110", 2);
    TestClinic clinic = joint.clinic;
    signed(clinic, joint.one, "da");
    Intent late = intent(clinic, joint.other, "/agreement", "da");
    String power = String.valueOf(powers(clinic).getFirst().get("powerId"));
    as(joint.other)
        .post()
        .uri(clinic.path("/powers-of-attorney/" + power + "/withdrawal"))
        .exchange()
        .expectStatus()
        .isNoContent();
    send(clinic, joint.other, "/agreement", late, 403, "right-to-represent-unknown");
    String newer = upload(clinic, joint.one, joint.other);
    approve(newer, 2);
    assertThat(signed(clinic, joint.other, "da")).isFalse();
    assertThat(inForce(clinic)).isFalse();
    clock.set(Duration.ofDays(12));
    refusedToSign(clinic, joint.one, "right-to-represent-unknown");
    assertThat(state(clinic, newer)).isEqualTo("expired");
    clock.set(Duration.ZERO);
    assertThat(inForce(clinic)).isFalse();
  }

  @Test
  void a_power_that_names_one_is_no_power_for_two() {
    Joint joint = joint("99000120", "061120");
    String power = upload(joint.clinic, joint.one);
    decide(operator, power, "approval", Map.of("signers", 2), 409, "too-few-named");
  }

  private Joint joint(String cvr, String ydernummer) {
    TestClinic clinic = newClinic(cvr, ydernummer);
    Person first = clinic.owner();
    Person one = new Person(first.id(), first.name(), cvr, false, first.session());
    Person other = Person.of("Øjvind Medejer", cvr, false);
    post(
        one,
        clinic.path("/members"),
        Map.of("professionalId", other.id(), "name", other.name(), "role", "owner"));
    return new Joint(clinic, one, other);
  }

  private Joint approved(String cvr, String ydernummer, int signers) {
    Joint joint = joint(cvr, ydernummer);
    approve(upload(joint.clinic, joint.one, joint.other), signers);
    return joint;
  }

  private void approve(String power, int signers) {
    decide(operator, power, "approval", Map.of("signers", signers), 204, null);
    decide(second, power, "approval", Map.of("signers", signers), 204, null);
  }

  private LocalDate day(int ahead) {
    return LocalDate.now(PowerController.DENMARK).plusDays(ahead);
  }

  private String upload(TestClinic clinic, Person... named) {
    String people = "";
    for (Person person : named) {
      people += "&person=" + person.id();
    }
    Map<?, ?> taken =
        Objects.requireNonNull(
            as(named[0])
                .post()
                .uri(clinic.path("/powers-of-attorney?until=" + day(10) + people))
                .contentType(MediaType.APPLICATION_PDF)
                .bodyValue(SCAN)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    return Objects.requireNonNull(taken.get("powerId")).toString();
  }

  private void uploadRefused(
      TestClinic clinic, Person owner, byte[] file, String named, int status, String slug) {
    byte[] body =
        as(owner)
            .post()
            .uri(clinic.path("/powers-of-attorney?until=" + day(10) + "&person=" + named))
            .contentType(MediaType.APPLICATION_PDF)
            .bodyValue(file)
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectBody()
            .returnResult()
            .getResponseBody();
    assertThat(new String(Objects.requireNonNull(body), StandardCharsets.UTF_8))
        .contains("/problems/" + slug);
  }

  private void decide(
      Person person,
      String power,
      String decision,
      Map<String, ?> body,
      int status,
      @Nullable String slug) {
    byte[] answer =
        as(person)
            .post()
            .uri("/powers-of-attorney/" + power + "/" + decision)
            .bodyValue(body)
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectBody()
            .returnResult()
            .getResponseBody();
    if (slug != null) {
      assertThat(new String(Objects.requireNonNull(answer), StandardCharsets.UTF_8))
          .contains("/problems/" + slug);
    }
  }

  private byte[] document(Person person, String power) {
    return Objects.requireNonNull(
        as(person)
            .get()
            .uri("/powers-of-attorney/" + power + "/document")
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .valueMatches("Content-Disposition", "attachment.*")
            .expectBody(byte[].class)
            .returnResult()
            .getResponseBody());
  }

  private String waiting(Person person) {
    return get(person, "/powers-of-attorney").toString();
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> powers(TestClinic clinic) {
    return (List<Map<String, Object>>)
        Objects.requireNonNull(
            get(clinic.owner(), clinic.path("/powers-of-attorney")).get("powers"));
  }

  private String state(TestClinic clinic, String power) {
    return powers(clinic).stream()
        .filter(one -> power.equals(one.get("powerId")))
        .map(one -> String.valueOf(one.get("state")))
        .findFirst()
        .orElseThrow();
  }

  /** The clinic's signatures by what was signed and who signed it. */
  private Map<String, Map<?, ?>> signatures(TestClinic clinic) {
    return ((List<?>)
            Objects.requireNonNull(
                get(clinic.owner(), clinic.path("/agreement/signatures")).get("signatures")))
        .stream()
            .map(one -> (Map<?, ?>) one)
            .collect(Collectors.toMap(one -> one.get("kind") + " " + one.get("by"), one -> one));
  }

  private JsonNode evidence(UUID clinicId, Map<?, ?> signature) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        PreparedStatement query =
            connection.prepareStatement(
                "select evidence::text from agreement.signature"
                    + " where clinic_id = ? and signature_id = ?")) {
      query.setObject(1, clinicId);
      query.setObject(2, UUID.fromString(String.valueOf(signature.get("signatureId"))));
      try (ResultSet found = query.executeQuery()) {
        found.next();
        return JsonMapper.shared().readTree(found.getString(1));
      }
    }
  }

  private boolean inForce(TestClinic clinic) {
    return get(clinic.owner(), clinic.path("/agreement")).get("signed") != null;
  }

  private Intent intent(TestClinic clinic, Person person, String document, String lang) {
    Object sha = get(person, clinic.path(document + "?lang=" + lang)).get("sha256");
    Map<?, ?> intent =
        post(
            person,
            clinic.path(document + "/signing-intents"),
            Map.of("sha256", Objects.requireNonNull(sha)));
    return new Intent(
        Objects.requireNonNull(intent.get("intentId")).toString(),
        Objects.requireNonNull(intent.get("nonce")).toString());
  }

  /** Whether it is in force with this signature. */
  private boolean signed(TestClinic clinic, Person person, String lang) {
    return made(clinic, person, "/agreement", intent(clinic, person, "/agreement", lang));
  }

  private boolean given(TestClinic clinic, Person person) {
    return made(clinic, person, "/consent", intent(clinic, person, "/consent", "da"));
  }

  private boolean made(TestClinic clinic, Person person, String document, Intent intent) {
    Map<?, ?> signature =
        post(
            person,
            clinic.path(document + "/signatures"),
            Map.of("intentId", intent.id, "idToken", issuer.id(person, intent.nonce)));
    return Boolean.TRUE.equals(signature.get("inForce"));
  }

  private void refusedToSign(TestClinic clinic, Person person, String slug) {
    refusedToSign(clinic, person, "da", slug);
  }

  private void refusedToSign(TestClinic clinic, Person person, String lang, String slug) {
    int status = slug.startsWith("right") ? 403 : 409;
    Intent intent = intent(clinic, person, "/agreement", lang);
    send(clinic, person, "/agreement", intent, status, slug);
    assertThat(recorded(clinic.id())).endsWith("agreement.sign refused");
  }

  private void send(
      TestClinic clinic, Person person, String document, Intent intent, int status, String slug) {
    byte[] body =
        as(person)
            .post()
            .uri(clinic.path(document + "/signatures"))
            .bodyValue(Map.of("intentId", intent.id, "idToken", issuer.id(person, intent.nonce)))
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectBody()
            .returnResult()
            .getResponseBody();
    assertThat(new String(Objects.requireNonNull(body), StandardCharsets.UTF_8))
        .contains("https://sentinel.dk/problems/" + slug);
  }

  private Callable<Integer> click(TestClinic clinic, Person person, Intent intent) {
    String token = issuer.id(person, intent.nonce);
    return () ->
        as(person)
            .post()
            .uri(clinic.path("/agreement/signatures"))
            .bodyValue(Map.of("intentId", intent.id, "idToken", token))
            .exchange()
            .expectBody()
            .returnResult()
            .getStatus()
            .value();
  }

  private static List<Integer> atOnce(List<Callable<Integer>> acts) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(acts.size())) {
      return threads.invokeAll(acts).stream().map(PowersTest::answer).toList();
    }
  }

  private static int answer(Future<Integer> answer) {
    try {
      return answer.get();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
