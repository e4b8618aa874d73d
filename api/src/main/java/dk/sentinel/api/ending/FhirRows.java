package dk.sentinel.api.ending;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of the databank as FHIR R4 resources. A person is known by a random id: Sentinel has no
 * number of theirs. A record that was sent again with other content is there in each version; a
 * diagnosis names the one it supersedes. Pure.
 */
final class FhirRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SUPERSEDES =
      "https://sentinel.dk/fhir/StructureDefinition/supersedes";
  private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
  private static final String VERIFICATION =
      "http://terminology.hl7.org/CodeSystem/condition-ver-status";
  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  private static final String ICPC_2 = "urn:oid:1.2.208.176.2.31";
  private static final String SERVICE = "https://sentinel.dk/fhir/CodeSystem/ydelseskode";
  private static final String YDERNUMMER = "urn:oid:1.2.208.176.1.4";

  private FhirRows() {}

  static JsonNode patient(JsonNode row) {
    ObjectNode patient = resource("Patient", text(row, "patient"), row);
    patient.put("gender", text(row, "sex"));
    patient.put("birthDate", text(row, "birth_month").substring(0, 7));
    return patient;
  }

  static JsonNode condition(JsonNode row) {
    ObjectNode condition = resource("Condition", text(row, "id"), row);
    if (row.hasNonNull("supersedes")) {
      condition
          .putArray("extension")
          .addObject()
          .put("url", SUPERSEDES)
          .putObject("valueReference")
          .put("reference", "Condition/" + text(row, "supersedes"));
    }
    boolean active = text(row, "status").equals("active");
    if (active) {
      code(condition.putObject("clinicalStatus"), CLINICAL, "active");
    } else {
      code(condition.putObject("verificationStatus"), VERIFICATION, "entered-in-error");
    }
    code(condition.putObject("code"), ICPC_2, text(row, "code"));
    subject(condition, row);
    if (row.hasNonNull("onset")) {
      condition.put("onsetDateTime", text(row, "onset"));
    }
    condition.put("recordedDate", text(row, "recorded_on"));
    clinic(condition.putObject("recorder").put("type", "PractitionerRole"), row);
    return condition;
  }

  static JsonNode encounter(JsonNode row) {
    ObjectNode encounter = resource("Encounter", text(row, "id"), row);
    encounter.put("status", "finished");
    encounter.putObject("class").put("system", ACT_CODE).put("code", "AMB");
    subject(encounter, row);
    encounter.putObject("period").put("start", text(row, "on_day"));
    clinic(encounter.putObject("serviceProvider"), row);
    return encounter;
  }

  static JsonNode procedure(JsonNode row) {
    ObjectNode procedure = resource("Procedure", text(row, "id"), row);
    procedure.put("status", "completed");
    code(procedure.putObject("code"), SERVICE, text(row, "code"));
    subject(procedure, row);
    procedure.put("performedDateTime", text(row, "on_day"));
    clinic(
        procedure.putArray("performer").addObject().putObject("actor").put("type", "Organization"),
        row);
    return procedure;
  }

  static JsonNode serviceRequest(JsonNode row) {
    ObjectNode request = resource("ServiceRequest", text(row, "id"), row);
    request.put("status", "active").put("intent", "order");
    subject(request, row);
    request.put("authoredOn", text(row, "on_day"));
    clinic(request.putArray("performer").addObject().put("type", "Organization"), row);
    if (row.hasNonNull("code")) {
      code(request.putArray("reasonCode").addObject(), ICPC_2, text(row, "code"));
    }
    return request;
  }

  private static ObjectNode resource(String type, String id, JsonNode row) {
    ObjectNode resource = JSON.createObjectNode().put("resourceType", type).put("id", id);
    resource
        .putObject("meta")
        .put("versionId", row.path("version").asString(""))
        .put("lastUpdated", text(row, "received_at"));
    return resource;
  }

  private static void subject(ObjectNode resource, JsonNode row) {
    resource.putObject("subject").put("reference", "Patient/" + text(row, "patient"));
  }

  private static void clinic(ObjectNode reference, JsonNode row) {
    reference
        .putObject("identifier")
        .put("system", YDERNUMMER)
        .put("value", text(row, "ydernummer"));
  }

  private static void code(ObjectNode concept, String system, String code) {
    concept.putArray("coding").addObject().put("system", system).put("code", code);
  }

  private static String text(JsonNode row, String column) {
    return row.required(column).asString();
  }
}
