package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.SequencedEntry;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry as the API tells it, with the names of the clinic's own people beside their ids. */
record EntryView(
    long position,
    UUID id,
    Instant recordedAt,
    Instant occurredAt,
    UUID correlation,
    Actor actor,
    String action,
    String object,
    String outcome,
    String purpose,
    @Nullable String subject,
    Map<String, Object> details,
    AuditEntry.@Nullable From origin,
    AuditEntry.@Nullable Why basis,
    @Nullable Long results) {

  static EntryView of(SequencedEntry sequenced, Map<String, String> names) {
    AuditEntry entry = sequenced.entry();
    return new EntryView(
        sequenced.position(),
        entry.id(),
        entry.recordedAt(),
        entry.recordedAt(),
        entry.correlation(),
        actor(entry.actor(), names),
        entry.action(),
        object(entry.object()),
        entry.outcome(),
        entry.purpose(),
        entry.subject(),
        entry.details(),
        entry.origin(),
        entry.basis(),
        entry.results());
  }

  private static String object(AuditEntry.On object) {
    return object.id() == null ? object.type() : object.type() + "/" + object.id();
  }

  private static Actor actor(AuditEntry.By actor, Map<String, String> names) {
    return new Actor(
        actor.kind(),
        actor.id(),
        names.get(actor.id()),
        actor.role(),
        actor.level(),
        actor.session(),
        actor.authTime(),
        actor.idp(),
        actor.authorisation(),
        actor.onBehalfOf());
  }

  record Actor(
      String kind,
      String id,
      @Nullable String name,
      String role,
      @Nullable String level,
      @Nullable String session,
      @Nullable Instant authTime,
      @Nullable String idp,
      @Nullable String authorisation,
      @Nullable String onBehalfOf) {}
}
