package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.Origin;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every act that there is, by everyone who can act, leaves as an AuditEvent that is valid. */
final class FhirExportTest extends ApiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Origin ORIGIN = new Origin("192.0.2.7", Origin.Client.FIREFOX);
  private static final Actor.SignIn SIGN_IN =
      new Actor.SignIn(
          "https://data.gov.dk/concept/core/nsis/loa/Substantial",
          "session-1",
          Instant.parse("2026-01-01T08:00:00Z"),
          "nemlogin");

  private final List<AuditAct> acts = EveryAct.examples();
  private TestClinic clinic;
  private List<JsonNode> events = new ArrayList<>();
  private List<String> canonical = new ArrayList<>();

  @BeforeAll
  void everyActIsRecorded() {
    clinic = newClinic("99000007", "100001");
    as(clinic.owner()).get().uri("/me").exchange().expectStatus().isOk();
    Actor owner =
        new Actor(Actor.Kind.PERSON, clinic.owner().id(), "owner", SIGN_IN, "00ABC", null);
    Actor stranger = new Actor(Actor.Kind.PERSON, "somebody", "auditor", null);
    Actor system =
        new Actor(Actor.Kind.PRACTICE_SYSTEM, "systemhus", "practice-system", null)
            .onBehalfOf("ydernummer:100001");
    append(owner, ORIGIN);
    append(stranger, null);
    append(system, ORIGIN);
    append(Actor.system(Actor.Component.SEALING), null);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (events.size() < acts.size() * 4) {
      assertThat(System.nanoTime()).as("numbered in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      canonical = export("ndjson");
      events = export("fhir").stream().map(JsonMapper.shared()::readTree).toList();
    }
  }

  private void append(Actor actor, @Nullable Origin origin) {
    TenantId tenant = new TenantId(clinic.id());
    ActContext act = new ActContext(tenant, actor, UUID.randomUUID(), origin);
    bean(TenantTransactions.class)
        .inTransaction(
            act,
            transaction ->
                bean(AuditLog.class).appendAll(transaction, acts).thenReturn(acts.size()))
        .block(PATIENCE);
  }

  @Test
  void every_action_that_an_act_can_have_is_mapped_and_no_other() {
    Set<String> actions =
        acts.stream().map(AuditAct::action).collect(Collectors.toCollection(TreeSet::new));
    assertThat(new TreeSet<>(AuditEventPattern.ACTIONS.keySet())).isEqualTo(actions);
    assertThat(EveryAct.kinds()).hasSizeGreaterThan(20);
  }

  @Test
  void every_entry_is_a_valid_audit_event() {
    BalpValidator validator = new BalpValidator();
    List<String> errors = new ArrayList<>();
    for (JsonNode event : events) {
      validator
          .errors(event.toString())
          .forEach(error -> errors.add(event.path("subtype").path(1) + " " + error));
    }
    assertThat(errors).isEmpty();
    assertThat(events.size()).isGreaterThan(acts.size() * 4);
  }

  /** Who succeeded from somewhere follows BALP; a refusal and what has no address cannot. */
  @Test
  void the_profile_is_claimed_where_it_can_hold_and_nowhere_else() {
    Set<String> claimed = new TreeSet<>();
    for (JsonNode event : events) {
      String profile = event.path("meta").path("profile").path(0).asString("");
      claimed.add(profile.substring(profile.lastIndexOf('.') + 1));
      boolean rest = event.path("type").path("code").asString().equals("rest");
      boolean fromSomewhere = event.path("agent").path(0).has("network");
      boolean success = event.path("outcome").asString().equals("0");
      assertThat(!profile.isEmpty())
          .as(event.toString())
          .isEqualTo(rest && fromSomewhere && success);
    }
    assertThat(claimed)
        .contains("", "Create", "PatientCreate", "Read", "Update", "Delete", "Query")
        .contains("PatientQuery");
  }

  @Test
  void an_event_leads_back_to_its_entry() {
    for (int at = 0; at < Math.min(events.size(), canonical.size()); at++) {
      JsonNode event = events.get(at);
      byte[] entry = canonical.get(at).getBytes(StandardCharsets.UTF_8);
      assertThat(detail(event, "position")).isEqualTo(Integer.toString(at));
      assertThat(detail(event, "leafHash"))
          .isEqualTo(Base64.getEncoder().encodeToString(Hashes.leaf(entry)));
      assertThat(event.path("id").asString())
          .isEqualTo(JsonMapper.shared().readTree(entry).path("id").asString());
    }
  }

  @Test
  void a_person_is_named_with_assurance_policies_and_purpose_and_asks_alone() {
    JsonNode event =
        events.stream()
            .filter(each -> action(each).equals("journal.store"))
            .findFirst()
            .orElseThrow();
    assertThat(event.path("agent").findValuesAsString("requestor")).containsOnlyOnce("true");
    JsonNode person = event.path("agent").get(2);
    assertThat(person.path("name").asString()).isEqualTo(clinic.owner().name());
    assertThat(person.path("who").path("identifier").path("value").asString())
        .isEqualTo(clinic.owner().id());
    assertThat(person.toString())
        .contains("nsis/loa", "\"Substantial\"", "autregweb.sst.dk", "00ABC", "\"owner\"");
    assertThat(person.path("policy").toString())
        .contains("legal-basis/dk:sundhedsloven:42d.2.2", "/agreement/3", "/consent/3");
    assertThat(person.path("purposeOfUse").toString()).contains("HQUALIMP", "QUALITY_42D");
    assertThat(event.path("entity").findValuesAsString("value"))
        .contains("0123456789abcdef".repeat(4), "session-1");
    assertThat(event.path("entity").toString()).doesNotContain(clinic.owner().name());
  }

  @Test
  void a_practice_system_acts_on_behalf_of_a_provider_number() {
    JsonNode event =
        events.stream()
            .filter(each -> each.toString().contains("\"altId\":\"ydernummer:100001\""))
            .findFirst()
            .orElseThrow();
    assertThat(event.path("agent").get(0).path("requestor").asBoolean()).isTrue();
    assertThat(event.path("agent").get(0).path("who").toString()).contains("systemhus");
  }

  @Test
  void a_refusal_tells_its_reason_as_a_code() {
    List<JsonNode> refused =
        events.stream().filter(each -> each.path("outcome").asString().equals("4")).toList();
    assertThat(refused).isNotEmpty();
    assertThat(refused.getFirst().path("outcomeDesc").asString()).matches("[a-z-]+");
  }

  @Test
  void the_answer_says_that_it_is_fhir() {
    as(clinic.owner())
        .get()
        .uri(clinic.path("/audit/export?format=fhir&from=1999-01-01&to=1999-01-02"))
        .exchange()
        .expectHeader()
        .valueEquals("Content-Type", "application/fhir+ndjson")
        .expectHeader()
        .valueMatches("Content-Disposition", ".*-part-1999-01-01_1999-01-02\\.fhir\\.ndjson\"")
        .expectBody()
        .isEmpty();
  }

  private static String action(JsonNode event) {
    return event.path("subtype").path(1).path("code").asString();
  }

  private static String detail(JsonNode event, String type) {
    for (JsonNode detail :
        event.path("entity").path(event.path("entity").size() - 1).path("detail")) {
      if (detail.path("type").asString().equals(type)) {
        return detail.path("valueString").asString();
      }
    }
    return "";
  }

  private List<String> export(String format) {
    return new String(
            Objects.requireNonNull(
                as(clinic.owner())
                    .get()
                    .uri(clinic.path("/audit/export?format=" + format))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .returnResult()
                    .getResponseBody()),
            StandardCharsets.UTF_8)
        .lines()
        .toList();
  }
}
