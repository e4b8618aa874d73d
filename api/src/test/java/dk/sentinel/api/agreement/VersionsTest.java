package dk.sentinel.api.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer.Person;
import dk.sentinel.compliance.agreement.TemplateFormat;
import dk.sentinel.compliance.tenancy.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agreement's versions: brought as data by the operator, signed for the processor by somebody
 * who may, and what each asks of the clinics. Each test has a database with version 1 of its own
 * clinics; later versions are published where the test says so, in the order of the tests.
 */
final class VersionsTest extends ApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROBLEMS = "https://sentinel.dk/problems/";

  /** No version is published before a test does. */
  @Override
  protected boolean publishes() {
    return false;
  }

  @Test
  void an_agreement_lives_from_the_first_version_to_an_objection() {
    TestClinic clinic = newClinic("99000007", "061010");
    as(clinic.owner())
        .get()
        .uri(clinic.path("/agreement"))
        .exchange()
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + "no-agreement-offered");
    nobodyElsePublishes();

    publish(Map.of());
    Map<?, ?> first = get(clinic.owner(), clinic.path("/agreement?lang=en"));
    assertThat(String.valueOf(first.get("sections")))
        .contains("Diagnosis coding (diagnosekodning:1)", "when this version was published: none.")
        .doesNotContain("{data", "{sub", "{measures", "{clinic", "{cvr", "{processor");
    sign(clinic);
    assertThat(gate(clinic)).isEqualTo("open");
    assertThat(asked(clinic)).isEqualTo("nothing");

    aSubProcessorGivesNotice(clinic);
    anotherInstructionAsksForASignature(clinic);
    whoSignsObjectsNoLonger(clinic);
    assertThat(recorded(TenantId.PLATFORM.value()))
        .contains(
            "agreement-version.bring success",
            "agreement-version.publish success",
            "sub-processor.add success");
  }

  private void nobodyElsePublishes() {
    post(operator, "/agreement-versions", Map.of());
    refusedToPublish(operator, "right-to-represent-unknown");
    Person foreigner =
        new Person(representative.id(), "Rigmor Direktør", "99000015", true, "session-f");
    refusedToPublish(foreigner, "wrong-company");
    assertThat(get(operator, "/agreement-versions").get("published")).isEqualTo(List.of());
  }

  private void refusedToPublish(Person person, String slug) {
    Object hash = required(get(person, "/agreement-versions/draft").get("sha256"));
    Map<?, ?> intent =
        post(person, "/agreement-versions/draft/signing-intents", Map.of("sha256", hash));
    as(person)
        .post()
        .uri("/agreement-versions/draft/signatures")
        .bodyValue(
            Map.of(
                "intentId",
                required(intent.get("intentId")),
                "idToken",
                issuer.id(person, required(intent.get("nonce")).toString())))
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + slug);
  }

  private void aSubProcessorGivesNotice(TestClinic clinic) {
    Map<?, ?> host = post(operator, "/sub-processors", subProcessor());
    publish(Map.of("days", 30));
    Map<?, ?> standpoint = get(clinic.owner(), clinic.path("/agreement/versions?lang=da"));
    assertThat(standpoint.get("asked")).isEqualTo("notice");
    assertThat(standpoint.get("canObject")).isEqualTo(true);
    assertThat(changed(standpoint)).isEqualTo(List.of("B"));
    assertThat(String.valueOf(standpoint.get("changes")))
        .contains("kind=added", "Prøve Drift ApS (99000023)", "inden for EU/EØS");

    object(clinic, 204);
    object(clinic, 204);
    assertThat(gate(clinic)).as("before it takes effect").isEqualTo("open");
    clock.set(Duration.ofDays(31));
    assertThat(gate(clinic)).as("while the objection stands").isEqualTo("closed");
    objectNoMore(clinic);
    assertThat(gate(clinic)).as("when it was taken back").isEqualTo("open");
    object(clinic, 409);
    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("agreement.object success")
        .containsOnlyOnce("agreement.object-no-more success");

    as(operator)
        .post()
        .uri("/sub-processors/" + host.get("id") + "/end")
        .exchange()
        .expectStatus()
        .isNoContent();
    as(operator)
        .post()
        .uri("/sub-processors/" + host.get("id") + "/review")
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  private void anotherInstructionAsksForASignature(TestClinic clinic) {
    publish(Map.of("template", laterExample(), "days", 60));
    Map<?, ?> standpoint = get(clinic.owner(), clinic.path("/agreement/versions?lang=en"));
    assertThat(standpoint.get("asked")).isEqualTo("signature");
    assertThat(standpoint.get("canObject")).as("to version 2, too late").isEqualTo(false);
    assertThat(String.valueOf(standpoint.get("changes"))).contains("On working days only.");
    Map<?, ?> intentForOld = get(clinic.owner(), clinic.path("/agreement"));
    assertThat(intentForOld.get("version")).isEqualTo(3);

    clock.set(Duration.ofDays(31 + 59));
    assertThat(gate(clinic)).as("until it takes effect").isEqualTo("open");
    clock.set(Duration.ofDays(31 + 61));
    assertThat(gate(clinic)).as("unsigned").isEqualTo("closed");
    sign(clinic);
    assertThat(gate(clinic)).as("signed").isEqualTo("open");
    assertThat(asked(clinic)).isEqualTo("nothing");
    clock.set(Duration.ZERO);
  }

  private void whoSignsObjectsNoLonger(TestClinic clinic) {
    clock.set(Duration.ofDays(31 + 62));
    post(operator, "/sub-processors", subProcessor());
    publish(Map.of("template", laterExample(), "days", 30));
    object(clinic, 204);
    assertThat(overview(clinic)).contains("signed=3", "asked=notice", "objected=true");
    sign(clinic);
    assertThat(overview(clinic)).contains("signed=4", "asked=nothing", "objected=false");
    assertThat(get(clinic.owner(), clinic.path("/agreement/versions")).get("objected"))
        .isEqualTo(false);
    clock.set(Duration.ofDays(31 + 62 + 31));
    assertThat(gate(clinic)).isEqualTo("open");
    clock.set(Duration.ZERO);
  }

  private String overview(TestClinic clinic) {
    List<?> all =
        required(
            as(operator)
                .get()
                .uri("/clinics")
                .exchange()
                .expectBody(List.class)
                .returnResult()
                .getResponseBody());
    return all.stream()
        .map(Map.class::cast)
        .filter(each -> clinic.id().toString().equals(each.get("clinicId")))
        .map(each -> String.valueOf(each.get("agreement")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_text_with_faults_is_refused_with_the_place_of_each() {
    ObjectNode template = example();
    section(template, "da", 0).set(0, JSON.getNodeFactory().stringNode("Hej {navn}"));
    section(template, "en", 16).set(0, JSON.getNodeFactory().stringNode("B.1 nobody at all"));
    ((ObjectNode) template.path("en").path("sections").path(2)).put("number", "33");
    bring(Map.of("template", template))
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[*].field")
        .value(fields ->
            assertThat(fields.toString())
                .contains(
                    "template.da.sections[0].paragraphs[0]",
                    "template.en.sections[16]",
                    "template.en.sections[2].number"));
    bring(Map.of("template", JSON.createObjectNode())).expectStatus().isBadRequest();
    bring(Map.of("days", 29)).expectStatus().isBadRequest();
    ObjectNode shorter = example();
    section(shorter, "en", 3).remove(0);
    bring(Map.of("template", shorter))
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].field")
        .isEqualTo("template.en.sections");
    Map<String, Object> bad = new HashMap<>(subProcessor());
    bad.put("name", "{clinic}");
    bad.put("transferBasis", "trust us");
    as(operator)
        .post()
        .uri("/sub-processors")
        .bodyValue(bad)
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors.length()")
        .isEqualTo(2);
  }

  private WebTestClient.ResponseSpec bring(Map<String, Object> version) {
    return as(operator).post().uri("/agreement-versions").bodyValue(version).exchange();
  }

  private static ObjectNode example() {
    return (ObjectNode) JSON.readTree(TemplateFormat.example());
  }

  /** The example with another instruction. */
  private static ObjectNode laterExample() {
    ObjectNode template = example();
    section(template, "da", 17).insert(1, "Kun på hverdage.");
    section(template, "en", 17).insert(1, "On working days only.");
    return template;
  }

  private static ArrayNode section(ObjectNode template, String language, int at) {
    JsonNode section = template.path(language).path("sections").path(at);
    return (ArrayNode) section.path("paragraphs");
  }

  private static Map<String, Object> subProcessor() {
    return Map.of(
        "name", "Prøve Drift ApS",
        "companyNumber", "99000023",
        "address", "Prøvevej 1, 8000 Aarhus C",
        "processingDa", "Drift af servere",
        "processingEn", "Operation of servers",
        "place", "Aarhus",
        "transferBasis", "none-needed",
        "agreementFrom", "2026-01-01");
  }

  private void object(TestClinic clinic, int status) {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/agreement/objection"))
        .exchange()
        .expectStatus()
        .isEqualTo(status);
  }

  private void objectNoMore(TestClinic clinic) {
    as(clinic.owner())
        .delete()
        .uri(clinic.path("/agreement/objection"))
        .exchange()
        .expectStatus()
        .isNoContent();
  }

  private String asked(TestClinic clinic) {
    return required(get(clinic.owner(), clinic.path("/agreement/versions")).get("asked"))
        .toString();
  }

  private static List<?> changed(Map<?, ?> standpoint) {
    return ((List<?>) required(standpoint.get("changes")))
        .stream().map(change -> ((Map<?, ?>) required(change)).get("number")).toList();
  }

  private String gate(TestClinic clinic) {
    List<?> gates = (List<?>) required(get(clinic.owner(), clinic.path("/gates")).get("gates"));
    return gates.stream()
            .map(Map.class::cast)
            .filter(gate -> "agreement".equals(gate.get("gate")))
            .anyMatch(gate -> Boolean.TRUE.equals(gate.get("open")))
        ? "open"
        : "closed";
  }

  private static <T> T required(@org.jspecify.annotations.Nullable T value) {
    return Objects.requireNonNull(value);
  }
}
