package dk.sentinel.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.tenancy.TenantId;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auditors whom the operator lets in, and the days of the log that they are given. */
final class AuditorsTest extends ApiTest {
  private TestClinic clinic;
  private TestClinic other;
  private ScriptedIssuer.Person limited;
  private long firstOfToday;

  /** A log of yesterday and today; the auditor is given yesterday. */
  @BeforeAll
  void aLogOfTwoDays() {
    clock.set(Duration.ofDays(-1));
    clinic = newClinic("99000007", "061010");
    other = newClinic("99000015", "061020");
    look(2);
    clock.set(Duration.ZERO);
    firstOfToday = sequenced(clinic);
    look(2);
    limited = auditor(List.of(clinic.id().toString()), today().minusDays(1));
  }

  private void look(int times) {
    for (int each = 0; each < times; each++) {
      get(clinic.owner(), clinic.path("/audit/facets"));
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneId.of("Europe/Copenhagen"));
  }

  /** How many entries have their place, once the present ones have. */
  private long sequenced(TestClinic at) {
    for (int each = 0; each < 100; each++) {
      long size = size(at);
      if (size == entries(at.id()).size()) {
        return size;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new AssertionError("not numbered in time");
  }

  private long size(TestClinic at) {
    return Long.parseLong(
        Objects.requireNonNull(
                as(at.owner())
                    .get()
                    .uri(at.path("/log/checkpoint"))
                    .exchange()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody())
            .split("\n", 3)[1]);
  }

  private ScriptedIssuer.Person auditor(List<String> clinics, LocalDate day) {
    ScriptedIssuer.Person person = ScriptedIssuer.Person.of("Rita Revisor", "99000023", false);
    Map<String, Object> asked = new HashMap<>();
    asked.put("professionalId", person.id());
    asked.put("name", person.name());
    asked.put("until", today().plusDays(30).toString());
    asked.put("logFrom", day.toString());
    asked.put("logTo", day.toString());
    if (!clinics.isEmpty()) {
      asked.put("clinics", clinics);
    }
    as(operator).post().uri("/auditors").bodyValue(asked).exchange().expectStatus().isNoContent();
    return person;
  }

  private int status(ScriptedIssuer.Person person, String path) {
    return as(person).get().uri(path).exchange().expectBody().returnResult().getStatus().value();
  }

  private String text(ScriptedIssuer.Person person, String path) {
    return Objects.requireNonNull(
        as(person)
            .get()
            .uri(path)
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  @Test
  void an_auditor_of_one_day_reads_the_entries_of_that_day_with_their_proofs() {
    assertThat(status(limited, clinic.path("/audit/entries/0"))).isEqualTo(200);
    assertThat(text(limited, clinic.path("/audit/entries/0.json"))).contains("clinic.create");
    assertThat(text(limited, clinic.path("/audit/entries/0.tlog-proof"))).startsWith("c2sp.org/");
    assertThat(status(limited, clinic.path("/log/checkpoint"))).isEqualTo(200);
    assertThat(status(limited, clinic.path("/log/consistency?from=1&to=2"))).isEqualTo(200);
    assertThat(status(limited, clinic.path("/log/tile/0/000.p/2"))).isEqualTo(200);
    assertThat(status(limited, clinic.path("/log/tile/entries/000.p/2"))).isEqualTo(200);
  }

  @Test
  void no_entry_of_another_day_is_given_and_the_attempt_is_on_record() {
    sequenced(clinic);
    for (String rest : List.of("", ".json", ".tlog-proof")) {
      assertThat(status(limited, clinic.path("/audit/entries/" + firstOfToday + rest)))
          .as(rest)
          .isEqualTo(403);
    }
    assertThat(status(limited, clinic.path("/log/tile/entries/000.p/" + (firstOfToday + 1))))
        .isEqualTo(403);
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry)
                .contains(limited.id(), "\"audit.read\"", "\"reason\":\"outside-period\""));
    assertThat(status(clinic.owner(), clinic.path("/audit/entries/" + firstOfToday)))
        .as("positive control")
        .isEqualTo(200);
  }

  @Test
  void a_search_finds_the_days_entries_only_and_says_so_in_the_log() {
    String today = clock.instant().minus(Duration.ofHours(1)).toString().substring(0, 10);
    sequenced(clinic);
    String found = text(limited, clinic.path("/audit/entries?with=facets,timeline&by=month"));
    assertThat(found).doesNotContain("\"recordedAt\":\"" + today, limited.id());
    assertThat(text(limited, clinic.path("/audit/entries?from=" + today + "T12:00:00Z")))
        .contains("\"entries\":[]");
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry).contains(limited.id(), "\"audit.search\"", "\"from\":", "\"to\":"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "fhir"})
  void an_export_holds_the_days_entries_only(String format) {
    sequenced(clinic);
    String mine = text(limited, clinic.path("/audit/export?format=" + format));
    assertThat(mine).contains("clinic.create").doesNotContain(limited.id());
    assertThat(text(clinic.owner(), clinic.path("/audit/export?format=" + format)))
        .as("positive control")
        .contains(limited.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ndjson", "package"})
  void what_is_always_the_whole_log_is_refused(String format) {
    assertThat(status(limited, clinic.path("/audit/export?format=" + format))).isEqualTo(403);
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry)
                .contains(limited.id(), "\"audit.export\"", "\"reason\":\"outside-period\""));
  }

  @Test
  void the_owner_sees_who_was_let_in_and_can_end_it() {
    ScriptedIssuer.Person person = auditor(List.of(other.id().toString()), today());
    assertThat(text(other.owner(), other.path("/members"))).contains(person.id(), "logFrom");
    assertThat(entries(other.id()))
        .anySatisfy(
            entry -> assertThat(entry).contains("\"member.add\"", "\"operator\"", person.id()));
    assertThat(status(person, clinic.path(""))).as("not named").isEqualTo(404);
    as(other.owner())
        .delete()
        .uri(other.path("/members/" + person.id() + "/auditor"))
        .exchange()
        .expectStatus()
        .isNoContent();
    assertThat(status(person, other.path(""))).isEqualTo(404);
  }

  @Test
  void an_auditor_of_the_whole_platform_reads_every_log_until_the_engagement_ends() {
    ScriptedIssuer.Person person = auditor(List.of(), today());
    for (TestClinic each : List.of(clinic, other)) {
      assertThat(status(person, each.path("/audit/entries"))).isEqualTo(200);
      assertThat(text(each.owner(), each.path("/members")))
          .contains(person.id(), "\"platform\":true");
      assertThat(entries(each.id()))
          .as("their look is in the clinic's log")
          .anySatisfy(entry -> assertThat(entry).contains(person.id(), "\"audit.search\""));
      assertThat(status(person, each.path("/reports/diagnosekodning"))).isEqualTo(403);
    }
    assertThat(text(operator, "/auditors")).contains(person.id());
    assertThat(recorded(TenantId.PLATFORM.value())).contains("auditor.add success");
    assertThat(end(person)).isEqualTo(204);
    assertThat(status(person, clinic.path(""))).isEqualTo(404);
    assertThat(end(person)).isEqualTo(404);

    ScriptedIssuer.Person again = auditor(List.of(), today());
    clock.set(Duration.ofDays(32));
    assertThat(status(again, clinic.path(""))).isEqualTo(404);
  }

  private int end(ScriptedIssuer.Person person) {
    return as(operator)
        .delete()
        .uri("/auditors/" + person.id())
        .exchange()
        .expectBody()
        .returnResult()
        .getStatus()
        .value();
  }

  @Test
  void nobody_who_runs_the_platform_audits_it_and_no_unknown_clinic_is_audited() {
    for (Map<String, Object> asked :
        List.<Map<String, Object>>of(
            Map.of("professionalId", operator.id(), "name", "Olga", "until", today().toString()),
            Map.of(
                "professionalId",
                "p",
                "name",
                "P",
                "until",
                today().toString(),
                "clinics",
                List.of("00000000-0000-4000-8000-000000000000")),
            Map.of("professionalId", "p", "name", "P"))) {
      as(operator)
          .post()
          .uri("/auditors")
          .bodyValue(asked)
          .exchange()
          .expectStatus()
          .isBadRequest();
    }
  }
}
