package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dk.sentinel.api.WrittenText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Promise 2, minimised: free text and numbers never reach storage, a log line, an error message or
 * the audit log. Real Danish messages go through the door, then every column of every table is
 * searched for what people wrote in them.
 */
final class CorpusTest extends FhirDoor {
  private static final String YDERNUMMER = "061510";
  private static final String MARK = "HemmeligFritekst";

  private ListAppender<ILoggingEvent> log;

  @BeforeAll
  void openTheGates() {
    openClinic("99000007", YDERNUMMER);
    log = new ListAppender<>();
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
  }

  @Test
  void every_message_of_the_corpus_gets_an_answer_and_leaves_no_text_behind() throws Exception {
    Path corpus = corpus();
    Set<String> secrets = new TreeSet<>();
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    StringBuilder answers = new StringBuilder();
    for (Path file : messages(corpus)) {
      JsonNode message = JSON.readTree(Files.readString(file));
      secrets.addAll(WrittenText.in(message));
      numbers(message, secrets);
      Answer answer = send("demo-journal", wrapped(message));
      assertThat(answer.status()).as(file + ": " + answer.body()).isLessThan(500);
      statuses.merge(answer.status(), 1, Integer::sum);
      answers.append(answer.body()).append('\n');
    }
    assertThat(statuses.get(200)).as("answers by status: " + statuses).isGreaterThan(100);
    assertThat(secrets).hasSizeGreaterThan(500);
    assertThat(foundIn(answers.toString(), secrets)).as("in answers").isEmpty();
    assertThat(foundIn(everyColumnOfEveryTable(), secrets)).as("in the database").isEmpty();
    assertThat(foundIn(logged(), secrets)).as("in the log").isEmpty();
  }

  @Test
  void the_edifact_and_xml_messages_of_the_corpus_are_refused_politely() throws Exception {
    Path corpus = corpus().resolve("medcom-edifact-oioxml");
    try (Stream<Path> files = Files.walk(corpus)) {
      for (Path file :
          files.filter(name -> name.toString().matches(".*\\.(edi|xml)")).limit(80).toList()) {
        Answer answer = send("demo-journal", Files.readAllBytes(file));
        assertThat(answer.status()).as(file.toString()).isEqualTo(400);
        assertThat(answer.body()).contains("OperationOutcome");
      }
    }
  }

  @Test
  void text_in_any_corner_of_a_bundle_leaves_no_trace() throws SQLException {
    String number = "7711661234";
    TestBundle bundle =
        TestBundle.of(YDERNUMMER)
            .with(node -> node.put("name", MARK + "Klinik"))
            .patient(MARK + "-" + number, number, "female", "1966-11-17")
            .with(node -> {
              node.putArray("name").addObject().put("family", MARK).put("text", MARK);
              node.putArray("telecom").addObject().put("value", MARK + "@example.dk");
              node.put(MARK, MARK);
            })
            .condition(MARK + number, MARK + "-" + number, "L03", daysAgo(3))
            .with(node -> {
              node.putArray("note").addObject().put("text", MARK);
              ((ObjectNode) node.path("code")).put("text", MARK);
              ((ObjectNode) node.path("code").path("coding").path(0)).put("display", MARK);
              ((ObjectNode) node.path("subject")).put("display", MARK);
              node.putObject("text").put("div", "<div>" + MARK + "</div>");
              node.putArray("extension").addObject().put("url", MARK).put("valueString", MARK);
              node.put(MARK + "OndtIKnaeet", true);
            })
            .condition("c-" + MARK, MARK + "-" + number, MARK, daysAgo(3))
            .condition("d-" + MARK, MARK + "-" + number, "L03", MARK)
            .encounter("e-" + MARK, MARK + "-" + number, daysAgo(3))
            .with(node -> node.put("status", MARK))
            .resource(MARK, MARK, node -> node.put("text", MARK))
            .resource("Observation", MARK, node -> node.put("valueString", MARK));
    Answer answer = send(bundle);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.stored("Condition")).isOne();
    assertThat(answer.body()).doesNotContain(MARK, number);
    assertThat(everyColumnOfEveryTable()).doesNotContain(MARK, number);
    assertThat(logged()).doesNotContain(MARK, number);
  }

  @Test
  void errors_do_not_repeat_what_broke_them() {
    for (String broken :
        List.of(
            "{\"resourceType\":\"" + MARK + "\"",
            "{\"resourceType\":\"Bundle\",\"type\":\"" + MARK + "\"}",
            "{\"" + MARK + "\":" + MARK + "}",
            MARK)) {
      Answer answer = send("demo-journal", broken.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).isIn(400, 422);
      assertThat(answer.body()).doesNotContain(MARK);
    }
    assertThat(logged()).doesNotContain(MARK);
  }

  private String logged() {
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
        lines.add(event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
          lines.add(String.valueOf(event.getThrowableProxy().getMessage()));
        }
      }
    }
    return String.join("\n", lines);
  }

  private static List<String> foundIn(String text, Set<String> secrets) {
    return secrets.stream().filter(text::contains).toList();
  }

  /** Messages as Bundles of the clinic: whatever is no Bundle becomes an entry of one. */
  private static byte[] wrapped(JsonNode message) {
    TestBundle bundle;
    if (message.path("resourceType").asString("").equals("Bundle")) {
      bundle = TestBundle.of("collection", YDERNUMMER);
      for (JsonNode entry : message.path("entry")) {
        if (entry.path("resource") instanceof ObjectNode resource) {
          bundle.raw(withoutYdernummer(resource));
        }
      }
    } else {
      bundle = TestBundle.of(YDERNUMMER).raw(withoutYdernummer((ObjectNode) message));
    }
    return bundle.bytes();
  }

  private static ObjectNode withoutYdernummer(ObjectNode resource) {
    if (Set.of("Organization", "Practitioner", "PractitionerRole")
        .contains(resource.path("resourceType").asString(""))) {
      resource.remove("identifier");
    }
    return resource;
  }

  private static void numbers(JsonNode node, Set<String> numbers) {
    boolean person = node.path("system").asString("").equals(TestBundle.CPR);
    if (person && node.path("value").asString("").length() == 10) {
      numbers.add(node.path("value").asString(""));
    }
    node.forEach(child -> numbers(child, numbers));
  }

  private static List<Path> messages(Path corpus) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder :
        List.of(
            "dk-core",
            "medcom-core",
            "medcom-carecommunication",
            "medcom-acknowledgement",
            "fhir-r4-examples",
            "ihe-balp")) {
      try (Stream<Path> files = Files.walk(corpus.resolve(folder))) {
        files
            .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".json"))
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Beside the checkout, as on the machines where the project is built. */
  private static Path corpus() {
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path corpus = up.resolve("shared").resolve("corpus");
      if (Files.isDirectory(corpus)) {
        return corpus;
      }
    }
    return Assumptions.abort(
        "shared/corpus is not beside the checkout: its messages cannot be sent");
  }

  /** Everything that is stored, as text; bytes as the characters they would be in UTF-8. */
  private String everyColumnOfEveryTable() throws SQLException {
    StringBuilder everything = new StringBuilder();
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      List<String> tables =
          texts(
              "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid ="
                  + " c.relnamespace where c.relkind in ('r', 'p', 'm') and n.nspname not in"
                  + " ('pg_catalog', 'information_schema', 'pg_toast')");
      assertThat(tables).contains("databank.diagnosis_event", "audit.entry");
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("select * from " + table)) {
          append(rows, everything);
        }
      }
    }
    return everything.toString();
  }

  private static void append(ResultSet rows, StringBuilder everything) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      for (int column = 1; column <= columns; column++) {
        boolean bytes = rows.getMetaData().getColumnTypeName(column).equals("bytea");
        byte[] raw = bytes ? rows.getBytes(column) : null;
        String text =
            raw == null ? rows.getString(column) : new String(raw, StandardCharsets.UTF_8);
        everything.append(text).append('\n');
      }
    }
  }
}
