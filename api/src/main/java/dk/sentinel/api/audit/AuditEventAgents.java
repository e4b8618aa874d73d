package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who took part in what an entry tells: the client, Sentinel as server, the signed-in person and
 * the clinic. Exactly one of them asked for it.
 */
final class AuditEventAgents {
  private static final String IDS = "https://sentinel.dk/fhir/sid/";
  private static final String EXTENSIONS = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/";
  private static final String AUTHORISATIONS = "https://autregweb.sst.dk";
  private static final String LICENCE_NUMBER = "LN";
  private static final String IP_ADDRESS = "2";
  private static final String URI = "5";

  /** The purposes of use in HL7's words; the log's own word stands beside. */
  private static final Map<String, FhirCode> PURPOSES =
      Map.of(
          "ADMIN", FhirCode.hl7("v3-ActReason", "HSYSADMIN", "health system administration"),
          "QUALITY_42D", FhirCode.hl7("v3-ActReason", "HQUALIMP", "health quality improvement"),
          "AUDIT", FhirCode.hl7("v3-ActReason", "HCOMPL", "health compliance"),
          "SUPPORT", FhirCode.hl7("v3-ActReason", "HOPERAT", "healthcare operations"),
          "DSR", FhirCode.hl7("v3-ActReason", "PATRQT", "patient requested"));

  private final AuditEntry entry;
  private final AuditEventPattern pattern;
  private final String server;
  private final Map<String, String> names;

  AuditEventAgents(
      AuditEntry entry, AuditEventPattern pattern, String server, Map<String, String> names) {
    this.entry = entry;
    this.pattern = pattern;
    this.server = server;
    this.names = names;
  }

  /** Whether client and server can both say where they are. */
  boolean haveNetworks() {
    return address() != null;
  }

  /** Sentinel itself, which wrote the entry. */
  Map<String, Object> observer() {
    return FhirCode.inOrder("identifier", identifier("log", server), "display", "Sentinel");
  }

  /** Everyone. */
  List<Map<String, Object>> all() {
    List<Map<String, Object>> agents = new ArrayList<>();
    switch (entry.actor().kind()) {
      case "person" -> {
        agents.add(browser());
        agents.add(server());
        agents.add(person());
      }
      case "practice-system" -> {
        agents.add(requestor(pattern.client()));
        agents.add(server());
      }
      default -> agents.add(requestor(FhirCode.APPLICATION));
    }
    agents.add(clinic());
    return agents;
  }

  private Map<String, Object> browser() {
    AuditEntry.From origin = entry.origin();
    Map<String, Object> agent = agent(pattern.client(), false);
    agent.put("who", FhirCode.inOrder("display", origin == null ? "unknown" : origin.client()));
    putNetwork(agent);
    return agent;
  }

  private Map<String, Object> server() {
    Map<String, Object> agent = agent(pattern.server(), false);
    agent.put("who", observer());
    agent.put("network", FhirCode.inOrder("address", server, "type", URI));
    return agent;
  }

  private Map<String, Object> person() {
    AuditEntry.By actor = entry.actor();
    Map<String, Object> agent = requested(pattern.user());
    List<Map<String, Object>> known = known();
    if (!known.isEmpty()) {
      agent.put("extension", known);
    }
    agent.put("who", FhirCode.inOrder("identifier", identifier("person", actor.id())));
    String name = names.get(actor.id());
    if (name != null) {
      agent.put("name", name);
    }
    return agent;
  }

  /** A practice system, or a component of Sentinel. */
  private Map<String, Object> requestor(FhirCode type) {
    AuditEntry.By actor = entry.actor();
    Map<String, Object> agent = requested(type);
    agent.put("who", FhirCode.inOrder("identifier", identifier(actor.kind(), actor.id())));
    if (actor.onBehalfOf() != null) {
      agent.put("altId", actor.onBehalfOf());
    }
    putNetwork(agent);
    return agent;
  }

  private Map<String, Object> clinic() {
    Map<String, Object> agent = agent(FhirCode.PROVIDER, false);
    agent.put(
        "who", FhirCode.inOrder("identifier", identifier("clinic", entry.clinic().toString())));
    return agent;
  }

  private Map<String, Object> requested(FhirCode type) {
    Map<String, Object> agent = agent(type, true);
    agent.put("role", List.of(FhirCode.concept(FhirCode.own("role", entry.actor().role()))));
    if (entry.basis() != null) {
      agent.put("policy", policies(entry.basis()));
    }
    FhirCode own = FhirCode.own("purpose", entry.purpose());
    FhirCode known = PURPOSES.get(entry.purpose());
    agent.put(
        "purposeOfUse",
        List.of(known == null ? FhirCode.concept(own) : FhirCode.concept(known, own)));
    return agent;
  }

  private static Map<String, Object> agent(FhirCode type, boolean requestor) {
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("type", FhirCode.concept(type));
    agent.put("requestor", requestor);
    return agent;
  }

  /** What allowed the act: the rule, and the clinic's own promises in their versions. */
  private List<String> policies(AuditEntry.Why basis) {
    String clinic = "https://sentinel.dk/clinics/" + entry.clinic();
    List<String> policies = new ArrayList<>();
    policies.add("https://sentinel.dk/legal-basis/" + basis.legal());
    add(policies, clinic + "/agreement/", basis.agreement());
    add(policies, clinic + "/consent/", basis.consent());
    add(policies, clinic + "/enrolment/", basis.enrolment());
    add(policies, clinic + "/permission/", basis.permission());
    return policies;
  }

  private static void add(List<String> policies, String address, @Nullable Object version) {
    if (version != null) {
      policies.add(address + version);
    }
  }

  /** How sure the sign-in was, and the authorisation as a health professional. */
  private List<Map<String, Object>> known() {
    AuditEntry.By actor = entry.actor();
    List<Map<String, Object>> known = new ArrayList<>();
    String level = actor.level();
    if (level != null) {
      int end = level.lastIndexOf('/');
      FhirCode code =
          new FhirCode(level.substring(0, Math.max(end, 0)), level.substring(end + 1), "");
      known.add(
          FhirCode.inOrder(
              "url",
              EXTENSIONS + "ihe-assuranceLevel",
              "valueCodeableConcept",
              FhirCode.concept(code)));
    }
    if (actor.authorisation() != null) {
      FhirCode licence = FhirCode.hl7("v2-0203", LICENCE_NUMBER, "License number");
      known.add(
          FhirCode.inOrder(
              "url",
              EXTENSIONS + "ihe-otherId",
              "valueIdentifier",
              FhirCode.inOrder(
                  "type",
                  FhirCode.concept(licence),
                  "system",
                  AUTHORISATIONS,
                  "value",
                  actor.authorisation())));
    }
    return known;
  }

  private void putNetwork(Map<String, Object> agent) {
    String address = address();
    if (address != null) {
      agent.put("network", FhirCode.inOrder("address", address, "type", IP_ADDRESS));
    }
  }

  private @Nullable String address() {
    AuditEntry.From origin = entry.origin();
    return origin == null ? null : origin.address();
  }

  /** An id of Sentinel's world. */
  static Map<String, Object> identifier(String kind, String value) {
    return FhirCode.inOrder("system", IDS + kind, "value", Objects.requireNonNull(value));
  }
}
