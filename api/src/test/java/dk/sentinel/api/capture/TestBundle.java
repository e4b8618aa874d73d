package dk.sentinel.api.capture;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds Bundles as a practice system would send them, and as it should not. */
public final class TestBundle {
  /** Official test person "Nancy Ann Berggren", a woman. */
  static final String NANCY = "2512489996";

  static final String NANCY_BORN = "1948-12-25";

  static final String CPR = "urn:oid:1.2.208.176.1.2";
  static final String ICPC_2 = "urn:oid:1.2.208.176.2.31";
  static final String SERVICE = "https://sentinel.dk/fhir/CodeSystem/ydelseskode";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ObjectNode bundle = JSON.createObjectNode();
  private final ArrayNode entries;

  private TestBundle(String type) {
    bundle.put("resourceType", "Bundle").put("type", type);
    entries = bundle.putArray("entry");
  }

  /** A collection of one ydernummer. */
  public static TestBundle of(String ydernummer) {
    return of("collection", ydernummer);
  }

  public static TestBundle of(String type, String ydernummer) {
    return empty(type).organization(ydernummer);
  }

  public static TestBundle empty(String type) {
    return new TestBundle(type);
  }

  public TestBundle organization(String ydernummer) {
    return resource(
        "Organization",
        "organization-" + ydernummer,
        node -> identify(node, "urn:oid:1.2.208.176.1.4", ydernummer));
  }

  /** Nancy with her true birth date. */
  public TestBundle nancy() {
    return patient("nancy", NANCY, "female", NANCY_BORN);
  }

  public TestBundle patient(String id, String cpr, String gender, String birthDate) {
    return resource(
        "Patient",
        id,
        node -> {
          identify(node, CPR, cpr);
          node.put("gender", gender).put("birthDate", birthDate);
        });
  }

  public TestBundle condition(String id, String patient, String code, String recorded) {
    return resource(
        "Condition",
        id,
        node -> {
          code(node.putObject("code"), ICPC_2, code);
          node.putObject("subject").put("reference", "Patient/" + patient);
          node.put("recordedDate", recorded);
        });
  }

  public TestBundle encounter(String id, String patient, String start) {
    return resource(
        "Encounter",
        id,
        node -> {
          node.put("status", "finished");
          node.putObject("subject").put("reference", "Patient/" + patient);
          node.putObject("period").put("start", start);
        });
  }

  public TestBundle procedure(String id, String patient, String service, String day) {
    return resource(
        "Procedure",
        id,
        node -> {
          node.put("status", "completed");
          code(node.putObject("code"), SERVICE, service);
          node.putObject("subject").put("reference", "Patient/" + patient);
          node.put("performedDateTime", day);
        });
  }

  public TestBundle serviceRequest(String id, String patient, String day) {
    return resource(
        "ServiceRequest",
        id,
        node -> {
          node.put("status", "active").put("intent", "order");
          node.putObject("subject").put("reference", "Patient/" + patient);
          node.put("authoredOn", day);
        });
  }

  public TestBundle resource(String type, String id, Consumer<ObjectNode> content) {
    ObjectNode entry = entries.addObject();
    entry.put("fullUrl", "https://journal.example/" + type + "/" + id);
    ObjectNode resource = entry.putObject("resource").put("resourceType", type).put("id", id);
    content.accept(resource);
    return this;
  }

  /** An entry with a resource as someone else wrote it. */
  public TestBundle raw(ObjectNode resource) {
    entries.addObject().set("resource", resource);
    return this;
  }

  /** Changes the resource of the last entry. */
  public TestBundle with(Consumer<ObjectNode> change) {
    change.accept((ObjectNode) entries.get(entries.size() - 1).path("resource"));
    return this;
  }

  public int size() {
    return entries.size();
  }

  public static void identify(ObjectNode node, String system, String value) {
    node.putArray("identifier").addObject().put("system", system).put("value", value);
  }

  public static void code(ObjectNode concept, String system, String code) {
    concept.putArray("coding").addObject().put("system", system).put("code", code);
  }

  public byte[] bytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }

  public String json() {
    return JSON.writeValueAsString(bundle);
  }
}
