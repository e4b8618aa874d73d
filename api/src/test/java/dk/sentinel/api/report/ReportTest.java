package dk.sentinel.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

final class ReportTest extends ApiTest {
  private static final String REPORT = "/reports/diagnosekodning";

  private TestClinic clinic;
  private String permission;
  private ScriptedIssuer.Person physiotherapist;

  @BeforeAll
  void clinicWithThreePatients() throws SQLException {
    clinic = newClinic("99000007", "061010");
    physiotherapist = ScriptedIssuer.Person.of("Ída Kofoed", clinic.cvr(), false);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of(
            "professionalId",
            physiotherapist.id(),
            "name",
            "Ída Kofoed",
            "role",
            "physiotherapist"));
    permission = String.valueOf(permit(clinic, physiotherapist).get("permissionId"));
    activate(clinic, "demo-journal");
    sign(clinic);
    consent(clinic);
    enrol(clinic);
    try (Connection connection = database().connectAsSuperuser()) {
      UUID receipt = UUID.randomUUID();
      run(
          connection,
          "insert into databank.receipt values (?, ?, 'demo-journal', sha256('x'), now(), 4, 0, 0,"
              + " 0)",
          clinic.id(),
          receipt);
      LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(10);
      patient(connection, receipt, "female", LocalDate.of(1960, 3, 1), List.of("L03", "L90"), day);
      patient(connection, receipt, "male", LocalDate.of(1990, 7, 1), List.of("L03"), day);
      patient(
          connection,
          receipt,
          "female",
          LocalDate.of(1940, 1, 1),
          List.of("L90"),
          day.minusYears(6));
    }
  }

  private void patient(
      Connection connection,
      UUID receipt,
      String sex,
      LocalDate born,
      List<String> codes,
      LocalDate day)
      throws SQLException {
    UUID subject = UUID.randomUUID();
    run(
        connection,
        "insert into privacy.subject values (?, ?, sha256(?::text::bytea))",
        clinic.id(),
        subject,
        subject.toString());
    UUID record = source(connection, receipt, "Patient");
    run(
        connection,
        "insert into databank.patient values (?, ?, ?, ?, ?, now())",
        clinic.id(),
        record,
        subject,
        sex,
        born);
    for (String code : codes) {
      run(
          connection,
          "insert into databank.diagnosis_event (clinic_id, record_id, subject_id, code,"
              + " recorded_on, status, ydernummer, received_at) values (?, ?, ?, ?, ?, 'active',"
              + " '061010', now())",
          clinic.id(),
          source(connection, receipt, "Condition"),
          subject,
          code,
          day);
    }
  }

  private UUID source(Connection connection, UUID receipt, String type) throws SQLException {
    UUID record = UUID.randomUUID();
    run(
        connection,
        "insert into databank.source_record values (?, 'demo-journal', ?, ?, 1, sha256('x'), ?, ?)",
        clinic.id(),
        type,
        record.toString().replace("-", "").repeat(2),
        record,
        receipt);
    return record;
  }

  private static void run(Connection connection, String statement, Object... values)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      prepared.executeUpdate();
    }
  }

  @Test
  void the_physiotherapist_sees_the_figures_and_the_opening_is_on_record() {
    Map<?, ?> report = get(physiotherapist, clinic.path(REPORT + "?lang=en"));
    assertThat(report.get("persons")).isEqualTo(2);
    assertThat(report.get("diagnoses")).isEqualTo(3);
    Map<?, ?> first = (Map<?, ?>) ((List<?>) Objects.requireNonNull(report.get("rows"))).getFirst();
    assertThat(first.get("code")).isEqualTo("L03");
    assertThat(first.get("share")).isEqualTo("100.00");
    assertThat(first.get("women")).isEqualTo(1);
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry)
                .contains(
                    "\"report.open\"",
                    "\"physiotherapist\"",
                    "\"authorisation\":\"0B1C2\"",
                    "\"QUALITY_42D\"",
                    "\"basis\":{\"agreement\":1,\"consent\":1,"
                        + "\"enrolment\":\"diagnosekodning:1\","
                        + "\"legal\":\"dk:sundhedsloven:42d.2.2\","
                        + "\"permission\":\""
                        + permission
                        + "\"}",
                    "\"origin\":{\"address\":\"127.0.0.1\",\"client\":\"java\"}"));
  }

  @Test
  void what_was_registered_five_years_ago_or_earlier_is_not_retrieved() {
    String longAgo = "?from=" + LocalDate.now(ZoneOffset.UTC).minusYears(10);
    assertThat(get(clinic.owner(), clinic.path(REPORT + longAgo)).get("persons")).isEqualTo(2);
  }

  @Test
  void the_documents_come_as_attachments_with_a_sensible_name() {
    EntityExchangeResult<byte[]> pdf = document(".pdf?from=2026-01-01&to=2026-12-31");
    assertThat(new String(pdf.getResponseBody(), 0, 5, StandardCharsets.US_ASCII))
        .isEqualTo("%PDF-");
    assertThat(pdf.getResponseHeaders().getFirst(HttpHeaders.CONTENT_DISPOSITION))
        .contains("diagnosekodning_99000007_2026-01-01_2026-12-31.pdf");
    EntityExchangeResult<byte[]> xlsx = document(".xlsx");
    assertThat(new String(xlsx.getResponseBody(), 0, 2, StandardCharsets.US_ASCII)).isEqualTo("PK");
    assertThat(recorded(clinic.id())).contains("report.export success");
  }

  private EntityExchangeResult<byte[]> document(String rest) {
    return as(physiotherapist)
        .get()
        .uri(clinic.path(REPORT + rest))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(byte[].class)
        .returnResult();
  }

  @Test
  void a_report_behind_a_closed_gate_is_refused_by_name_and_recorded() {
    TestClinic other = newClinic("99000015", "061020");
    as(other.owner())
        .get()
        .uri(other.path(REPORT))
        .exchange()
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.gate")
        .isEqualTo("practice-system");
    as(other.owner())
        .get()
        .uri(other.path("/reports"))
        .exchange()
        .expectBody()
        .jsonPath("$[0].available")
        .isEqualTo(false)
        .jsonPath("$[0].reason")
        .isEqualTo("practice-system");
    assertThat(recorded(other.id())).contains("report.open refused");
  }

  @Test
  void impossible_periods_are_refused() {
    for (String query :
        List.of("?from=2026-02-30", "?to=x", "?from=2026-02-02&to=2026-02-01", "?lang=fr")) {
      as(physiotherapist)
          .get()
          .uri(clinic.path(REPORT + query))
          .exchange()
          .expectStatus()
          .isBadRequest();
    }
  }
}
