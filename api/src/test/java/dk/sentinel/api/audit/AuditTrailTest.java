package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit trail through the door of the API, from PostgreSQL through OpenSearch. */
final class AuditTrailTest extends ApiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScriptedIssuer.Person colleague =
      ScriptedIssuer.Person.of("Frida Fys", "99000007", false);
  private TestClinic clinic;
  private TestClinic neighbour;
  private WebTestClient owner;
  private WebTestClient physiotherapist;

  @BeforeAll
  void peopleSignIn() {
    clinic = newClinic("99000007", "100001");
    neighbour = newClinic("99000015", "100002");
    owner = as(clinic.owner());
    physiotherapist = as(colleague);
    owner
        .post()
        .uri(clinic.path("/members"))
        .bodyValue(
            Map.of(
                "professionalId",
                colleague.id(),
                "name",
                colleague.name(),
                "role",
                "physiotherapist"))
        .exchange()
        .expectStatus()
        .isCreated();
    owner.get().uri("/me").exchange().expectStatus().isOk();
    physiotherapist.get().uri("/me").exchange().expectStatus().isOk();
  }

  @Test
  void the_owner_finds_who_signed_in_by_name_and_the_look_itself() {
    JsonNode signIns = until("?action=sign-in", body -> body.path("entries").size() == 2);
    JsonNode newest = signIns.path("entries").get(0);
    assertThat(signIns.path("source").asString()).isEqualTo("archive");
    assertThat(newest.path("actor").path("name").asString()).isEqualTo(colleague.name());
    assertThat(newest.path("actor").path("role").asString()).isEqualTo("physiotherapist");
    assertThat(newest.path("outcome").asString()).isEqualTo("success");
    assertThat(newest.path("object").asString()).isEqualTo("session");

    JsonNode looks =
        until(
            "?action=audit.search",
            body -> body.findPath("details").path("action").asString("").equals("audit.search"));
    assertThat(looks.path("entries").get(0).path("purpose").asString()).isEqualTo("AUDIT");
    assertThat(looks.path("searchableUpTo").path("position").asLong(-1)).isNotNegative();
    assertThat(looks.path("searchableUpTo").path("at").asString()).endsWith("Z");
  }

  @Test
  void pages_follow_each_other_without_gap_or_double() {
    until("?action=sign-in", body -> body.path("entries").size() == 2);
    long last = Long.MAX_VALUE;
    String after = "";
    do {
      JsonNode page = read("?size=2&after=" + after);
      for (JsonNode entry : page.path("entries")) {
        assertThat(entry.path("position").asLong()).isLessThan(last);
        assertThat(last == Long.MAX_VALUE || last - 1 == entry.path("position").asLong()).isTrue();
        last = entry.path("position").asLong();
      }
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(last).isZero();
  }

  @Test
  void a_ten_year_window_a_made_up_cursor_and_another_searchs_cursor_get_clear_answers() {
    JsonNode first = until("?size=2", body -> !body.path("next").asString("").isEmpty());
    String next = first.path("next").asString();
    refusedBecauseOf("/audit/entries?action=sign-in&after=" + next, "after");
    refusedBecauseOf("/audit/entries?after=" + next.substring(1), "after");
    refusedBecauseOf("/audit/timeline?by=hour&from=2016-01-01T00:00:00Z", "by");
    refusedBecauseOf("/audit/timeline?by=hour", "by");
    refusedBecauseOf("/audit/timeline?by=century", "by");
    refusedBecauseOf("/audit/entries?with=timeline", "by");
    for (String path : List.of("entries", "facets", "timeline")) {
      refusedBecauseOf("/audit/" + path + "?acton=sign-in&by=month", "query");
    }
    refusedBecauseOf("/audit/facets?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to");
    assertThat(read("?from=2016-01-01T00:00:00Z&size=1").path("entries")).hasSize(1);
    JsonNode months =
        json(text(owner, clinic.path("/audit/timeline?by=month&from=2016-01-01T00:00:00Z")));
    assertThat(months.path("steps")).hasSizeBetween(1, 2);

    clock.set(Duration.ofHours(25));
    try {
      owner
          .get()
          .uri(clinic.path("/audit/entries?size=2&after=" + next))
          .exchange()
          .expectStatus()
          .isEqualTo(410)
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("https://sentinel.dk/problems/search-expired");
    } finally {
      clock.set(Duration.ZERO);
    }
  }

  @Test
  void a_screen_of_entries_counts_and_timeline_is_one_look() {
    until("?action=sign-in", body -> body.path("entries").size() == 2);
    String request = UUID.randomUUID().toString();
    JsonNode screen =
        json(
            Objects.requireNonNull(
                owner
                    .get()
                    .uri(clinic.path("/audit/entries?action=sign-in&with=facets,timeline&by=month"))
                    .header("X-Correlation-Id", request)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody()));
    assertThat(screen.path("facets").path("total").asInt()).isEqualTo(2);
    JsonNode month = screen.path("timeline").path("steps").get(0);
    assertThat(month.path("count").asInt()).isEqualTo(2);
    assertThat(month.path("refused").asInt()).isZero();
    JsonNode look =
        until("?correlation=" + request, body -> !body.path("entries").isEmpty()).path("entries");
    assertThat(look).hasSize(1);
    assertThat(look.get(0).path("details").path("with").asString()).isEqualTo("facets,timeline");
    assertThat(read("?size=1").path("facets").isNull()).isTrue();
    assertThat(read("?size=1&with=timeline&with=facets&by=month").path("facets").isObject())
        .isTrue();
    assertThat(read("?size=1").path("searchableFrom").isNull()).isTrue();
  }

  @Test
  void a_timeline_tells_refusals_apart() {
    physiotherapist
        .get()
        .uri(clinic.path("/audit/entries"))
        .exchange()
        .expectStatus()
        .isForbidden();
    JsonNode found =
        until(
            "?action=access.refuse&with=timeline&by=month",
            body -> !body.path("entries").isEmpty());
    JsonNode step = found.path("timeline").path("steps").get(0);
    assertThat(step.path("refused").asLong()).isPositive().isEqualTo(step.path("count").asLong());
    assertThat(step.path("failed").asLong()).isZero();
  }

  @Test
  void a_place_deep_in_the_log_costs_no_more_than_the_first_page() {
    JsonNode newest = until("?size=1", body -> !body.path("next").asString("").isEmpty());
    long position = newest.path("entries").get(0).path("position").asLong();
    AuditCursor deep = new AuditCursor(position, 1, clock.instant().plusSeconds(60));
    JsonNode found = read("?size=1&after=" + deep.text(clinic.id(), AuditCriteria.ANY));
    assertThat(found.path("entries").get(0).path("position").asLong()).isZero();
    owner
        .get()
        .uri(clinic.path("/audit/entries?page=10000"))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].field")
        .isEqualTo("query");
  }

  @Test
  void facets_count_what_the_search_finds() {
    until("?action=sign-in", body -> body.path("entries").size() == 2);
    JsonNode facets = json(text(owner, clinic.path("/audit/facets?action=sign-in&role=owner")));
    assertThat(facets.path("total").asInt()).isEqualTo(1);
    assertThat(facets.path("role").findValuesAsString("value"))
        .containsExactlyInAnyOrder("owner", "physiotherapist");
    assertThat(facets.path("actor").get(0).path("name").asString())
        .isEqualTo(clinic.owner().name());
    assertThat(facets.path("action").findValuesAsString("value")).contains("sign-in");
    assertThat(facets.path("source").asString()).isEqualTo("archive");
    assertThat(read("?action=sign-in&action=member.add&object=session").path("entries")).hasSize(2);
  }

  @Test
  void a_person_nobody_knows_gives_nothing_and_the_look_says_no_number() {
    String number = "6101019999";
    JsonNode found = json(post(Map.of("cpr", number)));
    assertThat(found.path("entries")).isEmpty();
    JsonNode looks =
        until(
            "?action=audit.search", body -> body.findValuesAsString("person").contains("unknown"));
    assertThat(looks.toString()).doesNotContain(number);
    assertThat(found.path("subject").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'cpr':'not a number'}",
        "{'cpr':'3201019999'}",
        "{'cpr':'0113019999'}",
        "{'cpr':'010101999'}",
        "{'subject':'6101019999'}",
        "{'cpr':'6101019999','subject':'6101019999'}"
      })
  void a_wrong_number_is_refused_without_being_repeated(String body) {
    String answer =
        owner
            .post()
            .uri(clinic.path("/audit/search"))
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(body.replace('\'', '"'))
            .exchange()
            .expectStatus()
            .isBadRequest()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    assertThat(answer)
        .containsAnyOf("\"field\":\"cpr\"", "\"field\":\"subject\"")
        .doesNotContain("01019999", "13019999", "not a number");
  }

  private String post(Map<String, ?> body) {
    return Objects.requireNonNull(
        owner
            .post()
            .uri(clinic.path("/audit/search"))
            .bodyValue(body)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  private void refusedBecauseOf(String query, String field) {
    owner
        .get()
        .uri(clinic.path(query))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].field")
        .isEqualTo(field);
  }

  @Test
  void the_physiotherapist_is_refused_and_the_owner_sees_that() {
    physiotherapist
        .get()
        .uri(clinic.path("/audit/entries"))
        .exchange()
        .expectStatus()
        .isForbidden();
    JsonNode refusals = until("?action=access.refuse", body -> !body.path("entries").isEmpty());
    assertThat(refusals.path("entries").get(0).path("outcome").asString()).isEqualTo("refused");
  }

  @Test
  void a_neighbour_has_no_log() {
    for (String path : new String[] {"audit/entries", "log/checkpoint", "log/key"}) {
      owner
          .get()
          .uri(neighbour.path("/" + path))
          .exchange()
          .expectStatus()
          .isNotFound()
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("https://sentinel.dk/problems/clinic-not-found");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=yesterday",
        "to=2026-13-01T00:00:00Z",
        "action=DROP",
        "outcome=perhaps",
        "size=0",
        "size=1001",
        "size=many",
        "after=-1",
        "after=99999999999999999999",
        "actor=010190-1234",
        "after=AAAA",
        "role=Owner!",
        "purpose=because",
        "object=DROP/1",
        "correlation=42",
        "with=everything",
        "size=1&size=2"
      })
  void nonsense_is_named_without_repeating_it_and_recorded(String parameter) {
    String value = parameter.substring(parameter.lastIndexOf('=') + 1);
    String body =
        owner
            .get()
            .uri(clinic.path("/audit/entries?" + parameter))
            .exchange()
            .expectStatus()
            .isBadRequest()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    assertThat(body)
        .contains("\"field\":\"" + parameter.substring(0, parameter.indexOf('=')) + "\"");
    if (value.length() > 4) {
      assertThat(body).doesNotContain(value);
    }
    until(
        "?action=audit.search&outcome=refused",
        found ->
            !found.path("entries").isEmpty()
                && found
                    .path("entries")
                    .get(0)
                    .path("details")
                    .path("reason")
                    .asString()
                    .equals("invalid-criteria"));
  }

  @Test
  void the_checkpoint_is_signed_by_the_published_key_of_the_clinics_log() {
    until("?action=sign-in", body -> body.path("entries").size() == 2);
    SignedNote note = SignedNote.parse(text(owner, clinic.path("/log/checkpoint")));
    VerifierKey key = VerifierKey.parse(text(owner, clinic.path("/log/key")));
    VerifierKey platform = VerifierKey.parse(text(anonymous(), "/log/key"));

    assertThat(note.signedBy(key)).isTrue();
    assertThat(note.signedBy(platform)).isFalse();
    assertThat(note.signedBy(platform.named(key.name()))).isTrue();
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    assertThat(checkpoint.origin()).isEqualTo(key.name()).endsWith("/" + clinic.id());
    assertThat(checkpoint.size()).isPositive();
  }

  @Test
  void everyone_can_have_the_program_that_checks_a_log() throws IOException {
    EntityExchangeResult<byte[]> answer =
        anonymous()
            .get()
            .uri("/log/verifier.jar")
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType("application/java-archive")
            .expectBody(byte[].class)
            .returnResult();
    try (JarInputStream jar =
        new JarInputStream(
            new ByteArrayInputStream(Objects.requireNonNull(answer.getResponseBody())))) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("dk.sentinel.compliance.audit.proof.verify.Main");
    }
  }

  @Test
  void what_waits_is_shown_as_metrics() {
    MeterRegistry meters = bean(MeterRegistry.class);
    assertThat(meters.get("sentinel.audit.unsequenced").gauge().value()).isNotNegative();
    assertThat(meters.get("sentinel.audit.unshipped").gauge().value()).isNotNegative();
    assertThat(meters.get("sentinel.audit.lag").gauge().value()).isNotNegative();
  }

  private JsonNode until(String query, Predicate<JsonNode> enough) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode body = read(query);
    while (!enough.test(body)) {
      assertThat(System.nanoTime()).as("still %s", body).isLessThan(deadline);
      body = read(query);
    }
    return body;
  }

  private JsonNode read(String query) {
    return json(text(owner, clinic.path("/audit/entries" + query)));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static String text(WebTestClient who, String path) {
    return Objects.requireNonNull(
        who.get()
            .uri(path)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }
}
