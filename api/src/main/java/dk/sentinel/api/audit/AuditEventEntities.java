package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.proof.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an entry tells about things: what was acted on, the person concerned, the request, the
 * sign-in, and the entry's own place in the log, which leads back to its proof.
 */
final class AuditEventEntities {
  private final ExportedLog.Placed placed;
  private final AuditEntry entry;
  private final AuditEventPattern pattern;
  private final String log;

  AuditEventEntities(ExportedLog.Placed placed, AuditEventPattern pattern, String log) {
    this.placed = placed;
    this.entry = placed.entry();
    this.pattern = pattern;
    this.log = log;
  }

  List<Map<String, Object>> all() {
    List<Map<String, Object>> entities = new ArrayList<>();
    entities.add(pattern == AuditEventPattern.QUERY ? query() : object());
    String subject = entry.subject();
    if (subject != null) {
      entities.add(person(subject));
    }
    entities.add(
        entity(FhirCode.REQUEST, null, FhirCode.inOrder("value", entry.correlation().toString())));
    String session = entry.actor().session();
    if (session != null) {
      entities.add(entity(FhirCode.TOKEN, null, AuditEventAgents.identifier("session", session)));
    }
    entities.add(place());
    return entities;
  }

  private Map<String, Object> object() {
    AuditEntry.On object = entry.object();
    FhirCode role = object.type().equals("report") ? FhirCode.REPORT : FhirCode.RESOURCE;
    String id = object.id();
    Map<String, Object> acted = new LinkedHashMap<>();
    acted.put(
        "what",
        id == null
            ? FhirCode.inOrder("display", object.type())
            : FhirCode.inOrder(
                "identifier", AuditEventAgents.identifier(object.type(), id),
                "display", object.type()));
    acted.put("type", FhirCode.OBJECT.coding());
    acted.put("role", role.coding());
    return acted;
  }

  /** The criteria as they were recorded: what was typed freely never reached the log. */
  private Map<String, Object> query() {
    String criteria =
        new TreeMap<>(entry.details())
            .entrySet().stream()
                .map(detail -> detail.getKey() + "=" + detail.getValue())
                .collect(Collectors.joining("&"));
    String asked = entry.object().type() + "?" + criteria;
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("type", FhirCode.OBJECT.coding());
    query.put("role", FhirCode.QUERIED.coding());
    query.put("description", asked);
    query.put("query", Base64.getEncoder().encodeToString(asked.getBytes(StandardCharsets.UTF_8)));
    return query;
  }

  private static Map<String, Object> person(String pseudonym) {
    Map<String, Object> person = new LinkedHashMap<>();
    person.put(
        "what",
        FhirCode.inOrder(
            "type",
            "Patient",
            "identifier",
            AuditEventAgents.identifier("subject-pseudonym", pseudonym)));
    person.put("type", FhirCode.PERSON.coding());
    person.put("role", FhirCode.PATIENT.coding());
    return person;
  }

  /** The entry itself: its position and leaf hash, and everything that has no place elsewhere. */
  private Map<String, Object> place() {
    Map<String, Object> place =
        entity(
            FhirCode.OTHER,
            FhirCode.SECURITY,
            AuditEventAgents.identifier("log-entry", log + "#" + placed.position()));
    List<Map<String, Object>> details = new ArrayList<>();
    add(details, "position", placed.position());
    add(details, "leafHash", Base64.getEncoder().encodeToString(Hashes.leaf(placed.canonical())));
    add(details, "results", entry.results());
    AuditEntry.By actor = entry.actor();
    Instant authTime = actor.authTime();
    add(details, "authTime", authTime);
    add(details, "idp", actor.idp());
    new TreeMap<>(entry.details()).forEach((name, value) -> add(details, "act." + name, value));
    place.put("detail", details);
    return place;
  }

  private static void add(List<Map<String, Object>> details, String type, @Nullable Object value) {
    if (value != null) {
      details.add(FhirCode.inOrder("type", type, "valueString", value.toString()));
    }
  }

  private static Map<String, Object> entity(
      FhirCode type, @Nullable FhirCode role, Map<String, Object> identifier) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("what", FhirCode.inOrder("identifier", identifier));
    entity.put("type", type.coding());
    if (role != null) {
      entity.put("role", role.coding());
    }
    return entity;
  }
}
