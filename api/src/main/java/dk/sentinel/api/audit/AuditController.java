package dk.sentinel.api.audit;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The clinic's audit trail, for its owner and its auditor. Looking is itself recorded. */
@RestController
final class AuditController {
  private final AuditLook look;

  AuditController(AuditLook look) {
    this.look = look;
  }

  @GetMapping("/clinics/{clinicId}/audit/entries")
  @ForClinic({OWNER, AUDITOR})
  Mono<Entries> entries(AuditQuery query) {
    Fields fields = new Fields();
    AuditCriteria criteria = query.criteria(fields);
    if (fields.areBroken()) {
      return look.refused().then(Mono.fromRunnable(fields::refuseIfBroken));
    }
    return look.at(criteria).map(found -> entries(found, criteria));
  }

  private static Entries entries(AuditLook.Found found, AuditCriteria criteria) {
    List<SequencedEntry> entries = found.entries();
    boolean isFull = entries.size() == criteria.size() && entries.getLast().position() > 0;
    return new Entries(
        entries.stream().map(entry -> EntryView.of(entry, found.names())).toList(),
        isFull ? Long.toString(entries.getLast().position()) : null,
        found.reach().searchable(),
        found.reach().sequenced(),
        found.complete() ? "archive" : "newest-" + AuditLook.NEWEST);
  }

  record Entries(
      List<EntryView> entries,
      @Nullable String next,
      AuditTrail.@Nullable Mark searchableUpTo,
      AuditTrail.@Nullable Mark sequencedUpTo,
      String source) {}

  record ActorView(
      String kind,
      String id,
      @Nullable String name,
      String role,
      @Nullable String level,
      @Nullable String session,
      @Nullable Instant authTime) {}

  record EntryView(
      long position,
      UUID id,
      Instant recordedAt,
      Instant occurredAt,
      UUID correlation,
      ActorView actor,
      String action,
      String object,
      String outcome,
      String purpose,
      @Nullable String subject,
      Map<String, Object> details) {

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
          entry.details());
    }

    private static String object(AuditEntry.On object) {
      return object.id() == null ? object.type() : object.type() + "/" + object.id();
    }

    private static ActorView actor(AuditEntry.By actor, Map<String, String> names) {
      return new ActorView(
          actor.kind(),
          actor.id(),
          names.get(actor.id()),
          actor.role(),
          actor.level(),
          actor.session(),
          actor.authTime());
    }
  }
}
