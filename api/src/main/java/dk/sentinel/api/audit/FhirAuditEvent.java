package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of the log as a FHIR R4 AuditEvent by the profiles of IHE BALP. Persons acted on are
 * pseudonyms. A profile is claimed where it holds: BALP's patterns are for requests that succeeded
 * and whose sender has a network address.
 */
final class FhirAuditEvent {
  private static final String SUCCESS = "0";
  private static final String MINOR_FAILURE = "4";
  private static final String SERIOUS_FAILURE = "8";

  private final AuditEntry entry;
  private final AuditEventPattern pattern;
  private final AuditEventAgents agents;
  private final AuditEventEntities entities;

  /**
   * An event.
   *
   * @param placed the entry and its place
   * @param server the name of the clinic's log, as in its checkpoints
   * @param names of the clinic's people by id
   */
  FhirAuditEvent(ExportedLog.Placed placed, String server, Map<String, String> names) {
    this.entry = placed.entry();
    this.pattern = AuditEventPattern.of(entry.action());
    this.agents = new AuditEventAgents(entry, pattern, server, names);
    this.entities = new AuditEventEntities(placed, pattern, server);
  }

  /** The resource, ready to be written as JSON. */
  Map<String, Object> resource() {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("resourceType", "AuditEvent");
    event.put("id", entry.id().toString());
    if (isByProfile()) {
      event.put(
          "meta", FhirCode.inOrder("profile", List.of(pattern.profile(entry.subject() != null))));
    }
    event.put("type", pattern.type().coding());
    event.put(
        "subtype",
        List.of(pattern.subtype().coding(), FhirCode.own("action", entry.action()).coding()));
    event.put("action", pattern.letter());
    event.put("recorded", entry.recordedAt().toString());
    event.put("outcome", outcome());
    if (!outcome().equals(SUCCESS)) {
      event.put("outcomeDesc", entry.details().getOrDefault("reason", entry.outcome()));
    }
    event.put("agent", agents.all());
    event.put(
        "source",
        FhirCode.inOrder("observer", agents.observer(), "type", List.of(FhirCode.SERVER.coding())));
    event.put("entity", entities.all());
    return event;
  }

  private boolean isByProfile() {
    return pattern.hasProfile() && outcome().equals(SUCCESS) && agents.haveNetworks();
  }

  /** A rule that said no is the caller's failure; something that broke is ours. */
  private String outcome() {
    return switch (entry.outcome()) {
      case "success" -> SUCCESS;
      case "refused" -> MINOR_FAILURE;
      default -> SERIOUS_FAILURE;
    };
  }
}
