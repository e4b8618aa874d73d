package dk.sentinel.infra.demo;

import dk.sentinel.infra.demo.DemoClinics.Clinic;
import dk.sentinel.infra.demo.DemoClinics.Ydernummer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes courses as a FHIR R4 Bundle of type collection with the identifiers of dk-core: one
 * Organization (the ydernummer), one Practitioner, and per course the Patient, the referral
 * (ServiceRequest), the contacts (Encounter), the services (Procedure) and the diagnoses
 * (Condition). References are the {@code urn:uuid} addresses of the entries. For one Bundle.
 */
final class BundleWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final int MINUTES = 30;

  private static final String CPR = "urn:oid:1.2.208.176.1.2";
  private static final String YDERNUMMER = "urn:oid:1.2.208.176.1.4";
  private static final String CVR = "http://cvr.dk";
  private static final String ICPC2 = "urn:oid:1.2.208.176.2.31";
  private static final String SERVICE = "https://sentinel.dk/fhir/CodeSystem/ydelseskode";
  private static final String AUTHORISATION = "https://autregweb.sst.dk";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";

  private final Clinic clinic;
  private final Ydernummer ydernummer;
  private final UUID organization;
  private final UUID practitioner;
  private final ObjectNode bundle = JSON.createObjectNode();
  private final ArrayNode entries;

  BundleWriter(Clinic clinic, Ydernummer ydernummer) {
    this.clinic = clinic;
    this.ydernummer = ydernummer;
    this.organization = named("organization");
    this.practitioner = named("practitioner");
    bundle.put("resourceType", "Bundle").put("type", "collection");
    this.entries = bundle.putArray("entry");
  }

  String write(List<Course> courses) {
    organization();
    practitioner();
    courses.forEach(this::course);
    return JSON.writeValueAsString(bundle);
  }

  private void organization() {
    ObjectNode node = entry("Organization", organization);
    ArrayNode identifiers = node.putArray("identifier");
    identifiers.addObject().put("system", YDERNUMMER).put("value", ydernummer.number());
    identifiers.addObject().put("system", CVR).put("value", clinic.cvr());
    node.put("name", clinic.name());
  }

  private void practitioner() {
    ObjectNode node = entry("Practitioner", practitioner);
    int number = Math.floorMod(ydernummer.number().hashCode(), 900) + 100;
    node.putArray("identifier")
        .addObject()
        .put("system", AUTHORISATION)
        .put("value", "BX" + number);
    node.putArray("name").addObject().put("family", "Prøvehænder").putArray("given").add("Åse");
  }

  private void course(Course course) {
    patient(course.patient());
    UUID referral = referral(course);
    course.visits().forEach(visit -> visit(course, visit, referral));
    course.diagnoses().forEach(diagnosis -> diagnosis(course, diagnosis));
  }

  private void patient(Course.Patient patient) {
    ObjectNode node = entry("Patient", patient.id());
    node.putArray("identifier").addObject().put("system", CPR).put("value", patient.cpr());
    ObjectNode name = node.putArray("name").addObject();
    name.put("use", "official").put("family", patient.familyName());
    name.putArray("given").add(patient.givenName());
    node.put("gender", patient.woman() ? "female" : "male");
    node.put("birthDate", patient.birth().toString());
  }

  private UUID referral(Course course) {
    UUID id = derived(course.patient().id(), "referral");
    ObjectNode node = entry("ServiceRequest", id);
    node.put("status", "active").put("intent", "order");
    coding(node.putObject("code"), "http://snomed.info/sct", "91251008");
    refer(node, "subject", course.patient().id());
    node.put("authoredOn", course.referredOn().toString());
    refer(node.putArray("performer").addObject(), organization);
    return id;
  }

  private void visit(Course course, Course.Visit visit, UUID referral) {
    ObjectNode contact = entry("Encounter", visit.id());
    contact.put("status", "finished");
    boolean video = visit.service().equals("0131");
    contact.putObject("class").put("system", HL7 + "v3-ActCode").put("code", video ? "VR" : "AMB");
    refer(contact, "subject", course.patient().id());
    refer(contact.putArray("basedOn").addObject(), referral);
    refer(contact.putArray("participant").addObject(), "individual", practitioner);
    contact
        .putObject("period")
        .put("start", moment(visit.start()))
        .put("end", moment(visit.start().plusMinutes(MINUTES)));
    refer(contact, "serviceProvider", organization);

    ObjectNode service = entry("Procedure", derived(visit.id(), "service"));
    service.put("status", "completed");
    coding(service.putObject("code"), SERVICE, visit.service());
    refer(service, "subject", course.patient().id());
    refer(service, "encounter", visit.id());
    service.put("performedDateTime", moment(visit.start()));
    if (visit.note() != null) {
      service.putArray("note").addObject().put("text", visit.note());
    }
  }

  private void diagnosis(Course course, Course.Diagnosis diagnosis) {
    ObjectNode node = entry("Condition", diagnosis.id());
    if (diagnosis.note() != null) {
      node.putObject("text")
          .put("status", "additional")
          .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + diagnosis.note() + "</div>");
      node.putArray("note").addObject().put("text", diagnosis.note());
    }
    coding(node.putObject("clinicalStatus"), HL7 + "condition-clinical", "active");
    coding(node.putObject("verificationStatus"), HL7 + "condition-ver-status", "confirmed");
    coding(node.putObject("code"), ICPC2, diagnosis.code());
    refer(node, "subject", course.patient().id());
    refer(node, "encounter", diagnosis.visit().id());
    node.put("recordedDate", moment(diagnosis.visit().start()));
  }

  private ObjectNode entry(String type, UUID id) {
    ObjectNode entry = entries.addObject();
    entry.put("fullUrl", "urn:uuid:" + id);
    return entry.putObject("resource").put("resourceType", type).put("id", id.toString());
  }

  private static void coding(ObjectNode concept, String system, String code) {
    concept.putArray("coding").addObject().put("system", system).put("code", code);
  }

  private static void refer(ObjectNode node, String field, UUID target) {
    refer(node.putObject(field), target);
  }

  private static void refer(ObjectNode reference, UUID target) {
    reference.put("reference", "urn:uuid:" + target);
  }

  private static String moment(LocalDateTime local) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.atZone(DENMARK).toOffsetDateTime());
  }

  private UUID named(String kind) {
    String name = "https://sentinel.dk/demo/" + kind + "/" + ydernummer.number();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static UUID derived(UUID from, String kind) {
    return UUID.nameUUIDFromBytes((from + "/" + kind).getBytes(StandardCharsets.UTF_8));
  }
}
