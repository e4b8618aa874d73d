package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door keeps of a Bundle, what it refuses of it, and what it says about both. */
final class CaptureTest extends FhirDoor {
  private static final String YDERNUMMER = "061110";

  private TestClinic clinic;

  @BeforeAll
  void openTheGates() {
    clinic = openClinic("99000007", YDERNUMMER);
  }

  @Test
  void a_whole_course_is_kept_and_the_receipt_counts_it() {
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .patient("p-course", "6101801234", "female", "1980-01-01")
                .serviceRequest("r-course", "p-course", daysAgo(20))
                .encounter("e-course", "p-course", daysAgo(10) + "T09:00:00+01:00")
                .procedure("s-course", "p-course", "0110", daysAgo(10))
                .condition("c-course", "p-course", "L03", daysAgo(10)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.refused()).isEmpty();
    for (String type :
        List.of("Patient", "ServiceRequest", "Encounter", "Procedure", "Condition")) {
      assertThat(answer.stored(type)).as(type).isOne();
    }
    assertThat(answer.json().path("receiptId").asString("")).hasSize(36);
    assertThat(answer.json().path("bundleSha256").asString("")).matches("[0-9a-f]{64}");
    assertThat(answer.body()).doesNotContain(clinic.id().toString());
  }

  @Test
  void the_day_of_birth_is_kept_as_a_month() {
    send(
        TestBundle.of(YDERNUMMER)
            .patient("p-month", "7703651234", "female", "1965-03-17")
            .condition("c-month", "p-month", "L90", daysAgo(5)));
    assertThat(
            texts(
                "select birth_month::text from databank.patient where clinic_id = '"
                    + clinic.id()
                    + "' and extract(year from birth_month) = 1965"))
        .containsExactly("1965-03-01");
  }

  @Test
  void the_same_bundle_twice_changes_nothing() {
    TestBundle bundle =
        TestBundle.of(YDERNUMMER)
            .patient("p-twice", "6102811234", "female", "1981-02-01")
            .encounter("e-twice", "p-twice", daysAgo(9))
            .procedure("s-twice", "p-twice", "0111", daysAgo(9))
            .condition("c-twice", "p-twice", "L89", daysAgo(9));
    assertThat(send(bundle).stored("Condition")).isOne();
    int before = rows(clinic);
    long stores = recorded(clinic.id()).stream().filter("journal.store success"::equals).count();
    Answer again = send(bundle);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("stored").isEmpty()).isTrue();
    for (String type : List.of("Patient", "Encounter", "Procedure", "Condition")) {
      assertThat(again.unchanged(type)).as(type).isOne();
    }
    assertThat(rows(clinic)).isEqualTo(before);
    assertThat(recorded(clinic.id()).stream().filter("journal.store success"::equals).count())
        .isEqualTo(stores);
  }

  @Test
  void a_corrected_code_is_added_and_supersedes_the_old_one() {
    TestBundle first =
        TestBundle.of(YDERNUMMER)
            .patient("p-correct", "6103821234", "female", "1982-03-01")
            .condition("c-correct", "p-correct", "L03", daysAgo(8));
    TestBundle corrected =
        TestBundle.of(YDERNUMMER)
            .patient("p-correct", "6103821234", "female", "1982-03-01")
            .condition("c-correct", "p-correct", "L86", daysAgo(7));
    send(first);
    Answer answer = send(corrected);
    assertThat(answer.stored("Condition")).isOne();
    assertThat(answer.unchanged("Patient")).isOne();
    String whose =
        " from databank.diagnosis_event d join databank.patient p using (clinic_id, subject_id)"
            + " where p.birth_month = '1982-03-01' and d.clinic_id = '"
            + clinic.id()
            + "'";
    assertThat(texts("select d.code" + whose + " order by d.received_at"))
        .containsExactly("L03", "L86");
    assertThat(count("select count(*)" + whose + " and d.supersedes is not null")).isOne();
    assertThat(
            texts(
                "select code from databank.current_diagnosis where birth_month = '1982-03-01'"
                    + " and clinic_id = '"
                    + clinic.id()
                    + "'"))
        .containsExactly("L86");
  }

  @Test
  void a_diagnosis_entered_in_error_counts_no_longer_but_stays_visible() {
    TestBundle first =
        TestBundle.of(YDERNUMMER)
            .patient("p-error", "6104831234", "female", "1983-04-01")
            .condition("c-error", "p-error", "L84", daysAgo(8));
    send(first);
    TestBundle withdrawn =
        TestBundle.of(YDERNUMMER)
            .patient("p-error", "6104831234", "female", "1983-04-01")
            .condition("c-error", "p-error", "L84", daysAgo(8))
            .with(node ->
                TestBundle.code(
                    node.putObject("verificationStatus"),
                    "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                    "entered-in-error"));
    assertThat(send(withdrawn).stored("Condition")).isOne();
    assertThat(
            count(
                "select count(*) from databank.current_diagnosis where birth_month ="
                    + " '1983-04-01' and clinic_id = '"
                    + clinic.id()
                    + "'"))
        .isZero();
    assertThat(
            count(
                "select count(*) from databank.diagnosis_event where code = 'L84' and clinic_id ="
                    + " '"
                    + clinic.id()
                    + "'"))
        .isEqualTo(2);
  }

  @Test
  void fifty_valid_entries_are_stored_and_three_bad_ones_named_without_their_values() {
    TestBundle bundle =
        TestBundle.of(YDERNUMMER).patient("p-many", "6105841234", "female", "1984-05-01");
    for (int i = 0; i < 49; i++) {
      bundle.procedure("s-many-" + i, "p-many", "0111", daysAgo(1 + i % 50));
    }
    int firstBad = bundle.size();
    bundle
        .condition("c-many-1", "p-many", "knæet", daysAgo(3))
        .condition("c-many-2", "p-many", "L90", "2026-02-30")
        .condition("c-many-3", "p-nobody", "L90", daysAgo(3));
    Answer answer = send(bundle);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.stored("Patient") + answer.stored("Procedure")).isEqualTo(50);
    assertThat(answer.refused())
        .containsExactly(
            firstBad + " invalid-code",
            (firstBad + 1) + " impossible-date",
            (firstBad + 2) + " unknown-patient");
    assertThat(answer.body()).doesNotContain("knæet", "2026-02-30", "p-nobody", "6105841234");
    for (JsonNodeText text : messages(answer)) {
      assertThat(text.value()).isNotBlank();
    }
  }

  private record JsonNodeText(String value) {}

  private static List<JsonNodeText> messages(Answer answer) {
    return answer
        .json()
        .path("refused")
        .valueStream()
        .map(entry -> new JsonNodeText(entry.path("message").asString("")))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-13-01",
        "2025-02-29",
        "0000-00-00",
        "9999-12-31",
        "2026",
        "2026-05",
        "i går",
        "",
        "2026-06-01T25:00:00Z",
        "1931-01-01"
      })
  void an_impossible_date_is_refused(String date) {
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .patient("p-date", "6101931234", "female", "1993-01-01")
                .condition("c-date", "p-date", "L90", date));
    assertThat(answer.json().path("stored").isEmpty()).as(answer.body()).isTrue();
    assertThat(answer.refused()).containsExactly("2 impossible-date");
  }

  @ParameterizedTest
  @CsvSource({
    "3002801234, invalid-person-number", // 30 February
    "0013801234, invalid-person-number", // month 13, day 0
    "12345, invalid-person-number",
    "ABCDEFGHIJ, invalid-person-number",
    "0101801234, person-number-not-allowed" // looks like a real person: no place in a test system
  })
  void a_person_number_that_breaks_a_rule_is_refused_and_never_repeated(
      String number, String reason) {
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .patient("p-number", number, "female", "1980-01-01")
                .condition("c-number", "p-number", "L90", daysAgo(3)));
    assertThat(answer.refused()).containsExactly("1 " + reason, "2 unknown-patient");
    assertThat(answer.body()).doesNotContain(number);
  }

  @Test
  void a_number_that_fails_modulus_11_is_as_good_as_any() {
    Answer answer =
        send(TestBundle.of(YDERNUMMER).nancy().condition("c-nancy", "nancy", "L90", daysAgo(3)));
    assertThat(answer.stored("Patient")).isOne();
  }

  @Test
  void a_replacement_number_is_accepted() {
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .resource(
                    "Patient",
                    "p-ecpr",
                    node -> {
                      TestBundle.identify(node, "urn:oid:1.2.208.176.1.6.1.1", "0703921VJ4");
                      node.put("gender", "male").put("birthDate", "1992-03-07");
                    })
                .condition("c-ecpr", "p-ecpr", "L15", daysAgo(3)));
    assertThat(answer.stored("Condition")).as(answer.body()).isOne();
  }

  @Test
  void a_birth_date_that_contradicts_the_cpr_number_is_refused() {
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .patient("p-born", TestBundle.NANCY, "female", "1949-12-25")
                .condition("c-born", "p-born", "L90", daysAgo(3)));
    assertThat(answer.refused()).containsExactly("1 birth-date-mismatch", "2 unknown-patient");
  }

  @Test
  void two_resources_with_one_id_are_not_both_stored() {
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .patient("p-double", "6106851234", "female", "1985-06-01")
                .condition("c-double", "p-double", "L03", daysAgo(4))
                .condition("c-double", "p-double", "L90", daysAgo(3)));
    assertThat(answer.refused()).contains("3 duplicate-id");
    assertThat(answer.stored("Condition")).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"urn:oid:1.2.208.176.2.31", "http://hl7.org/fhir/sid/icpc-2"})
  void both_names_of_icpc_2_are_understood(String system) {
    String id = "c-system-" + system.length();
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .patient("p-system", "6107861234", "female", "1986-07-01")
                .condition(id, "p-system", "L83", daysAgo(4))
                .with(node -> TestBundle.code(node.putObject("code"), system, "L83")));
    assertThat(answer.stored("Condition")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "transaction", "collection", "message"})
  void every_kind_of_submission_bundle_is_taken(String type) {
    Answer answer =
        send(
            TestBundle.of(type, YDERNUMMER)
                .patient("p-type", "6108871234", "female", "1987-08-01")
                .condition("c-type-" + type, "p-type", "L83", daysAgo(4)));
    assertThat(answer.stored("Condition")).isOne();
  }

  @Test
  void what_no_project_names_is_dropped_and_counted() {
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .patient("p-drop", "6109881234", "female", "1988-09-01")
                .condition("c-drop", "p-drop", "L83", daysAgo(4))
                .resource("Observation", "o-drop", node -> node.put("valueString", "ondt i knæet"))
                .resource("MedicationStatement", "m-drop", node -> {}));
    assertThat(answer.refused()).isEmpty();
    assertThat(answer.body()).contains("not-in-specification").doesNotContain("ondt i knæet");
  }

  @Test
  void receiving_storing_and_refusing_are_recorded_with_a_pseudonym_and_no_number() {
    int before = entries(clinic.id()).size();
    send(
        TestBundle.of(YDERNUMMER)
            .patient("p-audit", "6110891234", "female", "1989-10-01")
            .condition("c-audit", "p-audit", "L83", daysAgo(4))
            .condition("c-audit-bad", "p-audit", "L83", daysAgo(300)));
    List<String> entries = entries(clinic.id()).subList(before, entries(clinic.id()).size());
    assertThat(entries).hasSize(3);
    assertThat(String.join("\n", entries))
        .contains("\"journal.receive\"", "\"journal.store\"", "\"journal.refuse\"")
        .contains("\"subject\":\"")
        .doesNotContain("6110891234", "L83", "p-audit", "1989");
  }

  @Test
  void a_bundle_without_data_still_gets_a_receipt() {
    Answer answer = send(TestBundle.of(YDERNUMMER));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("stored").isEmpty()).isTrue();
  }

  @Test
  void the_last_gate_opens_when_data_arrive() {
    TestClinic fresh = openClinic("99000015", "061120");
    assertThat(get(fresh.owner(), fresh.path("/gates")).get("firstClosed")).isEqualTo("data");
    send(
        TestBundle.of("061120")
            .patient("p-first", "6111901234", "female", "1990-11-01")
            .condition("c-first", "p-first", "L83", daysAgo(4)));
    Map<?, ?> gates = get(fresh.owner(), fresh.path("/gates"));
    assertThat(gates.get("firstClosed")).isNull();
  }
}
