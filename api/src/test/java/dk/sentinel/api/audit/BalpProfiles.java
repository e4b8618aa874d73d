package dk.sentinel.api.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * The profiles of IHE's Basic Audit Log Patterns (BALP 1.1, CC-BY-4.0) that Sentinel's events
 * claim, as StructureDefinitions: the rules of the published tables, without their prose.
 */
final class BalpProfiles {
  static final String BASE =
      "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
  private static final String AUDIT_EVENT = "http://hl7.org/fhir/StructureDefinition/AuditEvent";
  private static final String ROLES = "https://profiles.ihe.net/ITI/BALP/ValueSet/RestObjectRoles";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final Coding SOURCE = new Coding(DCM, "110153", null);
  private static final Coding DESTINATION = new Coding(DCM, "110152", null);
  private static final Coding APPLICATION = new Coding(DCM, "110150", null);
  private static final Coding CUSTODIAN =
      new Coding(HL7 + "provenance-participant-type", "custodian", null);

  private BalpProfiles() {}

  static List<StructureDefinition> all() {
    List<StructureDefinition> all = new ArrayList<>();
    Map.of(
            "Create", new Rest("C", "create", SOURCE, DESTINATION),
            "Read", new Rest("R", "read", DESTINATION, SOURCE),
            "Update", new Rest("U", "update", SOURCE, DESTINATION),
            "Delete", new Rest("D", "delete", APPLICATION, CUSTODIAN),
            "Query", new Rest("E", "search", SOURCE, DESTINATION))
        .forEach((name, rest) -> {
          all.add(rest(name, rest));
          all.add(patient(name));
        });
    all.add(token("OAUTHaccessTokenUse.Minimal"));
    all.add(token("OAUTHaccessTokenUse.Opaque"));
    return all;
  }

  /** Which roles an object may have: report, domain resource, job. */
  static ValueSet roles() {
    ValueSet roles = new ValueSet();
    roles.setUrl(ROLES).setStatus(Enumerations.PublicationStatus.ACTIVE);
    ValueSet.ConceptSetComponent include = roles.getCompose().addInclude();
    include.setSystem(HL7 + "object-role");
    List.of("3", "4", "20").forEach(code -> include.addConcept().setCode(code));
    return roles;
  }

  private record Rest(String action, String interaction, Coding client, Coding server) {}

  private static StructureDefinition rest(String name, Rest rest) {
    StructureDefinition profile = profile(name, AUDIT_EVENT);
    element(profile, "type").setPattern(new Coding(HL7 + "audit-event-type", "rest", null));
    ElementDefinition subtype = element(profile, "subtype").setMin(1);
    slicing(subtype, ElementDefinition.DiscriminatorType.VALUE, "$this");
    if (rest.action().equals("C") || rest.action().equals("D")) {
      // The others may also say vread, patch, search-type or search-system.
      slice(profile, "subtype", "interaction", 1, "1")
          .setPattern(
              new Coding("http://hl7.org/fhir/restful-interaction", rest.interaction(), null));
    }
    element(profile, "action").setMin(1).setPattern(new CodeType(rest.action()));
    element(profile, "outcome").setMin(1).setPattern(new CodeType("0"));
    slicing(
        element(profile, "agent").setMin(2), ElementDefinition.DiscriminatorType.PATTERN, "type");
    machine(profile, "client", rest.client());
    machine(profile, "server", rest.server());
    if (rest.action().equals("R") || rest.action().equals("E")) {
      user(profile);
    }
    entities(profile, rest.action().equals("E"));
    return profile;
  }

  private static void machine(StructureDefinition profile, String name, Coding type) {
    slice(profile, "agent", name, 1, "1");
    in(profile, "agent", name, "type").setMin(1).setPattern(new CodeableConcept(type));
    in(profile, "agent", name, "who").setMin(1);
    in(profile, "agent", name, "media").setMax("0");
    in(profile, "agent", name, "network").setMin(1);
  }

  private static void user(StructureDefinition profile) {
    slice(profile, "agent", "user", 0, "1");
    in(profile, "agent", "user", "type")
        .setMin(1)
        .setPattern(new CodeableConcept(new Coding(HL7 + "v3-ParticipationType", "IRCP", null)));
    in(profile, "agent", "user", "who").setMin(1);
    in(profile, "agent", "user", "requestor").setPattern(new BooleanType(true));
    in(profile, "agent", "user", "media").setMax("0");
    in(profile, "agent", "user", "network").setMax("0");
  }

  private static void entities(StructureDefinition profile, boolean query) {
    slicing(
        element(profile, "entity").setMin(1), ElementDefinition.DiscriminatorType.PATTERN, "type");
    slice(profile, "entity", "transaction", 0, "1");
    in(profile, "entity", "transaction", "what").setMin(1);
    in(profile, "entity", "transaction", "what.identifier").setMin(1);
    in(profile, "entity", "transaction", "what.identifier.value").setMin(1);
    in(profile, "entity", "transaction", "type")
        .setMin(1)
        .setPattern(
            new Coding(
                "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
                "XrequestId",
                null));
    String name = query ? "query" : "data";
    slice(profile, "entity", name, 1, "1");
    ElementDefinition what = in(profile, "entity", name, "what");
    in(profile, "entity", name, "type")
        .setMin(1)
        .setPattern(new Coding(HL7 + "audit-entity-type", "2", null));
    if (query) {
      what.setMax("0");
      in(profile, "entity", name, "role")
          .setMin(1)
          .setPattern(new Coding(HL7 + "object-role", "24", null));
      in(profile, "entity", name, "lifecycle").setMax("0");
      in(profile, "entity", name, "query").setMin(1);
      in(profile, "entity", name, "detail").setMax("0");
    } else {
      what.setMin(1);
      in(profile, "entity", name, "role")
          .getBinding()
          .setStrength(Enumerations.BindingStrength.REQUIRED)
          .setValueSet(ROLES);
    }
  }

  private static StructureDefinition patient(String name) {
    StructureDefinition profile = profile("Patient" + name, BASE + name);
    slicing(
        element(profile, "entity").setMin(2), ElementDefinition.DiscriminatorType.PATTERN, "type");
    slice(profile, "entity", "patient", 1, "1");
    in(profile, "entity", "patient", "what")
        .setMin(1)
        .addType()
        .setCode("Reference")
        .addTargetProfile("http://hl7.org/fhir/StructureDefinition/Patient");
    in(profile, "entity", "patient", "type")
        .setMin(1)
        .setPattern(new Coding(HL7 + "audit-entity-type", "1", null));
    in(profile, "entity", "patient", "role")
        .setMin(1)
        .setPattern(new Coding(HL7 + "object-role", "1", null));
    return profile;
  }

  private static StructureDefinition token(String name) {
    StructureDefinition profile = profile(name, AUDIT_EVENT);
    slicing(element(profile, "agent"), ElementDefinition.DiscriminatorType.PATTERN, "type");
    slice(profile, "agent", "oUser", 1, "*");
    in(profile, "agent", "oUser", "type")
        .setMin(1)
        .setPattern(
            new CodeableConcept(
                new Coding(
                    "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes",
                    "UserOauthAgent",
                    null)));
    in(profile, "agent", "oUser", "requestor").setPattern(new BooleanType(true));
    in(profile, "agent", "oUser", "policy").setMin(1).setMax("1");
    return profile;
  }

  private static StructureDefinition profile(String name, String parent) {
    StructureDefinition profile = new StructureDefinition();
    profile.setId("IHE.BasicAudit." + name);
    profile
        .setUrl(BASE + name)
        .setName(name.replace(".", ""))
        .setStatus(Enumerations.PublicationStatus.ACTIVE)
        .setKind(StructureDefinition.StructureDefinitionKind.RESOURCE)
        .setAbstract(false)
        .setType("AuditEvent")
        .setBaseDefinition(parent)
        .setDerivation(StructureDefinition.TypeDerivationRule.CONSTRAINT);
    profile.getDifferential().addElement().setPath("AuditEvent").setId("AuditEvent");
    return profile;
  }

  private static ElementDefinition element(StructureDefinition profile, String path) {
    ElementDefinition element = profile.getDifferential().addElement();
    element.setId("AuditEvent." + path);
    return element.setPath("AuditEvent." + path);
  }

  private static void slicing(
      ElementDefinition element, ElementDefinition.DiscriminatorType type, String path) {
    element.getSlicing().setRules(ElementDefinition.SlicingRules.OPEN);
    element.getSlicing().addDiscriminator().setType(type).setPath(path);
  }

  private static ElementDefinition slice(
      StructureDefinition profile, String path, String name, int min, String max) {
    ElementDefinition element = element(profile, path);
    element.setId("AuditEvent." + path + ":" + name);
    return element.setSliceName(name).setMin(min).setMax(max);
  }

  private static ElementDefinition in(
      StructureDefinition profile, String path, String slice, String child) {
    ElementDefinition element = element(profile, path + "." + child);
    element.setId("AuditEvent." + path + ":" + slice + "." + child);
    return element;
  }
}
