package dk.sentinel.api.capture;

import dk.sentinel.api.ApiTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What all tests of the FHIR door need: a clinic with open gates and a system that sends. */
public abstract class FhirDoor extends ApiTest {
  protected static final MediaType FHIR = MediaType.valueOf("application/fhir+json");
  protected static final JsonMapper JSON = JsonMapper.builder().build();

  /** All gates were opened so many days ago. */
  private static final int OPEN_SINCE = 60;

  /** A day in Denmark, so many days before today. */
  protected static String daysAgo(int days) {
    return LocalDate.now(ZoneId.of("Europe/Copenhagen")).minusDays(days).toString();
  }

  /** A clinic whose gates were all opened sixty days ago. */
  protected final TestClinic openClinic(String cvr, String ydernummer) {
    clock.setDaysAgo(OPEN_SINCE);
    TestClinic clinic = newClinic(cvr, ydernummer);
    activate(clinic, "demo-journal");
    sign(clinic);
    consent(clinic);
    enrol(clinic);
    clock.set(Duration.ZERO);
    return clinic;
  }

  /** What the door answered. */
  public record Answer(int status, String body, JsonNode json) {
    /** The first issue of an OperationOutcome. */
    public JsonNode issue() {
      return json.path("issue").path(0);
    }

    /** Reasons of the refused entries as "index reason" or "index reason gate". */
    public List<String> refused() {
      List<String> refused = new ArrayList<>();
      for (JsonNode entry : json.path("refused")) {
        String gate = entry.path("gate").asString("");
        refused.add(
            entry.path("index").asInt()
                + " "
                + entry.path("reason").asString("")
                + (gate.isEmpty() ? "" : " " + gate));
      }
      return refused;
    }

    public int stored(String type) {
      return json.path("stored").path(type).asInt(0);
    }

    public int unchanged(String type) {
      return json.path("unchanged").path(type).asInt(0);
    }
  }

  protected final Answer send(TestBundle bundle) {
    return send("demo-journal", bundle.bytes());
  }

  protected final Answer send(String system, byte[] body) {
    scan.sent(body);
    return answer(asPracticeSystem(system).post().uri("/fhir").contentType(FHIR).bodyValue(body));
  }

  protected static Answer answer(WebTestClient.RequestHeadersSpec<?> request) {
    EntityExchangeResult<byte[]> result = request.exchange().expectBody().returnResult();
    byte[] bytes = Objects.requireNonNullElse(result.getResponseBodyContent(), new byte[0]);
    String body = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    JsonNode json = body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
    return new Answer(result.getStatus().value(), body, json);
  }

  /** One number from the database, for all clinics. */
  protected final int count(String sql) {
    try {
      return Math.toIntExact(database().number(sql));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One column from the database, for all clinics. */
  protected final List<String> texts(String sql) {
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows of the databank that a clinic has. */
  protected final int rows(TestClinic clinic) {
    return count(
        "select count(*) from databank.source_record where clinic_id = '" + clinic.id() + "'");
  }
}
