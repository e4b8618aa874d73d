package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The validator is asked first about events that others wrote: it must know good from bad. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BalpValidatorTest {
  private final BalpValidator validator = new BalpValidator();

  static List<Path> examples() throws Exception {
    Path folder =
        Path.of(Objects.requireNonNull(BalpValidatorTest.class.getResource("/ihe-balp")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void what_ihe_publishes_is_valid(Path example) throws IOException {
    assertThat(validator.errors(read(example).toString())).isEmpty();
  }

  /**
   * Without the claim to a profile that Sentinel never claims: it is then checked by FHIR alone.
   */
  private static ObjectNode read(Path example) throws IOException {
    ObjectNode event = (ObjectNode) JsonMapper.shared().readTree(Files.readString(example));
    String claimed = event.path("meta").path("profile").path(0).asString("");
    if (BalpProfiles.all().stream().noneMatch(known -> known.getUrl().equals(claimed))) {
      ((ObjectNode) event.path("meta")).remove("profile");
    }
    return event;
  }

  /** What is done to a valid example to make it invalid. */
  record Fault(String what, String example, Consumer<ObjectNode> plant) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Fault> faults() {
    return List.of(
        new Fault("no recorded", "BasicReadNoPatient", event -> event.remove("recorded")),
        new Fault(
            "outcome that is no code", "BasicReadNoPatient", event -> event.put("outcome", "5")),
        new Fault(
            "a failure by a success profile", "BasicUpdate1", event -> event.put("outcome", "8")),
        new Fault("action of another", "BasicReadNoPatient", event -> event.put("action", "C")),
        new Fault("no subtype", "BasicCreate1", event -> event.remove("subtype")),
        new Fault(
            "type of another",
            "BasicCreate1",
            event -> object(event, "type").put("code", "110100")),
        new Fault(
            "no server",
            "BasicCreate1",
            event -> array(event, "agent").remove(indexOf(event, "agent", "110152"))),
        new Fault(
            "client without network",
            "BasicCreate1",
            event -> agent(event, "110153").remove("network")),
        new Fault(
            "agent without requestor",
            "BasicCreate1",
            event -> agent(event, "110153").remove("requestor")),
        new Fault(
            "user with network",
            "BasicQueryPost",
            event ->
                agent(event, "IRCP")
                    .putObject("network")
                    .put("address", "192.0.2.1")
                    .put("type", "2")),
        new Fault(
            "network of no type",
            "BasicCreate1",
            event -> object(agent(event, "110153"), "network").put("type", "9")),
        new Fault("no object", "BasicReadNoPatient", event -> event.remove("entity")),
        new Fault(
            "object in an odd role",
            "BasicReadNoPatient",
            event -> object(entity(event, "2"), "role").put("code", "6")),
        new Fault(
            "query with an object",
            "BasicQueryPost",
            event -> entity(event, "2").putObject("what").put("display", "x")),
        new Fault(
            "query without its text",
            "BasicQueryPost",
            event -> entity(event, "2").remove("query")),
        new Fault(
            "no patient",
            "BasicUpdate1",
            event -> array(event, "entity").remove(indexOf(event, "entity", "1"))),
        new Fault(
            "two patients",
            "BasicUpdate1",
            event -> array(event, "entity").add(entity(event, "1").deepCopy())),
        new Fault(
            "patient in another role",
            "BasicUpdate1",
            event -> object(entity(event, "1"), "role").put("code", "6")),
        new Fault(
            "token without its id",
            "BasicReadOClient",
            event -> agent(event, "UserOauthAgent").remove("policy")),
        new Fault("no source", "BasicCreate1", event -> event.remove("source")),
        new Fault(
            "an element that there is not",
            "BasicCreate1",
            event -> event.put("severity", "high")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_planted_fault_is_found(Fault fault) throws Exception {
    Path example =
        examples().stream()
            .filter(file -> file.getFileName().toString().contains("audit" + fault.example() + "."))
            .findFirst()
            .orElseThrow();
    ObjectNode event = read(example);
    assertThat(validator.errors(event.toString())).isEmpty();
    fault.plant().accept(event);
    assertThat(validator.errors(event.toString())).as(fault.what()).isNotEmpty();
  }

  @Test
  void most_examples_claim_a_profile_that_is_checked() throws Exception {
    long checked = 0;
    for (Path example : examples()) {
      checked += read(example).path("meta").has("profile") ? 1 : 0;
    }
    assertThat(checked).isGreaterThan(15);
  }

  private static ObjectNode object(ObjectNode in, String name) {
    return (ObjectNode) in.path(name);
  }

  private static ArrayNode array(ObjectNode in, String name) {
    return (ArrayNode) in.path(name);
  }

  private static ObjectNode agent(ObjectNode event, String type) {
    return (ObjectNode) event.path("agent").get(indexOf(event, "agent", type));
  }

  private static ObjectNode entity(ObjectNode event, String type) {
    return (ObjectNode) event.path("entity").get(indexOf(event, "entity", type));
  }

  private static int indexOf(ObjectNode event, String array, String code) {
    for (int at = 0; at < event.path(array).size(); at++) {
      JsonNode type = event.path(array).get(at).path("type");
      if (type.path("code").asString("").equals(code)
          || type.path("coding").path(0).path("code").asString("").equals(code)) {
        return at;
      }
    }
    throw new IllegalArgumentException("no " + array + " of type " + code);
  }
}
