package dk.sentinel.api.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A code of FHIR's or of Sentinel's own code systems.
 *
 * @param system the code system
 * @param code the code
 * @param display what the code system calls it; empty for Sentinel's own
 */
record FhirCode(String system, String code, String display) {
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String OWN = "https://sentinel.dk/fhir/CodeSystem/";

  static final FhirCode REST = hl7("audit-event-type", "rest", "RESTful Operation");
  static final FhirCode SOURCE = dicom("110153", "Source Role ID");
  static final FhirCode DESTINATION = dicom("110152", "Destination Role ID");
  static final FhirCode APPLICATION = dicom("110150", "Application");
  static final FhirCode CUSTODIAN = hl7("provenance-participant-type", "custodian", "Custodian");
  static final FhirCode AUTHOR = hl7("v3-ParticipationType", "AUT", "author (originator)");
  static final FhirCode RECIPIENT = hl7("v3-ParticipationType", "IRCP", "information recipient");
  static final FhirCode PROVIDER = hl7("v3-RoleClass", "PROV", "healthcare provider");
  static final FhirCode SERVER = hl7("security-source-type", "4", "Application Server");
  static final FhirCode PERSON = hl7("audit-entity-type", "1", "Person");
  static final FhirCode OBJECT = hl7("audit-entity-type", "2", "System Object");
  static final FhirCode OTHER = hl7("audit-entity-type", "4", "Other");
  static final FhirCode PATIENT = role("1", "Patient");
  static final FhirCode REPORT = role("3", "Report");
  static final FhirCode RESOURCE = role("4", "Domain Resource");
  static final FhirCode SECURITY = role("13", "Security Resource");
  static final FhirCode QUERIED = role("24", "Query");
  static final FhirCode REQUEST =
      new FhirCode(
          "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", "");
  static final FhirCode TOKEN =
      new FhirCode(
          "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes", "UserOauthAgent", "");

  /** A code of DICOM. */
  static FhirCode dicom(String code, String display) {
    return new FhirCode(DCM, code, display);
  }

  /** An interaction of the RESTful API. */
  static FhirCode rest(String interaction) {
    return new FhirCode("http://hl7.org/fhir/restful-interaction", interaction, "");
  }

  /** A code of HL7's terminology. */
  static FhirCode hl7(String system, String code, String display) {
    return new FhirCode(HL7 + system, code, display);
  }

  private static FhirCode role(String code, String display) {
    return hl7("object-role", code, display);
  }

  /** A word of Sentinel's log. */
  static FhirCode own(String system, String code) {
    return new FhirCode(OWN + system, code, "");
  }

  /** As a Coding. */
  Map<String, Object> coding() {
    return display.isEmpty()
        ? inOrder("system", system, "code", code)
        : inOrder("system", system, "code", code, "display", display);
  }

  /** As a CodeableConcept of these codings. */
  static Map<String, Object> concept(FhirCode... codes) {
    return inOrder("coding", List.of(codes).stream().map(FhirCode::coding).toList());
  }

  /** An element whose members are written in this order, so that equal events are equal bytes. */
  static Map<String, Object> inOrder(Object... namesAndValues) {
    Map<String, Object> element = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      element.put((String) namesAndValues[at], namesAndValues[at + 1]);
    }
    return element;
  }
}
