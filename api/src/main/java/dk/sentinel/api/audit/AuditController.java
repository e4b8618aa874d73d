package dk.sentinel.api.audit;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.audit.archive.AuditCounts;
import dk.sentinel.compliance.audit.archive.AuditCriteria;
import dk.sentinel.compliance.audit.archive.AuditPage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The clinic's audit trail, for its owner and its auditor. Looking is itself recorded. */
@RestController
final class AuditController {
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{6}-?[0-9]{4}|[0-9]{6}-?[17][A-Z]{2}[0-9]");
  private static final Problem SEARCH_EXPIRED =
      Problem.of(
          "search-expired",
          HttpStatus.GONE,
          "The search has expired",
          "A search can be gone on with for a day. Start it again without after.");

  private final AuditLook look;
  private final Clock clock;

  AuditController(AuditLook look, Clock clock) {
    this.look = look;
    this.clock = clock;
  }

  @GetMapping("/clinics/{clinicId}/audit/entries")
  @ForClinic({OWNER, AUDITOR})
  Mono<Entries> entries(@PathVariable UUID clinicId, AuditQuery query) {
    return entries(clinicId, query, new Fields(), null);
  }

  /** The person's number comes in the body, so that no address ever holds one. */
  @PostMapping("/clinics/{clinicId}/audit/search")
  @ForClinic({OWNER, AUDITOR})
  Mono<Entries> aboutPerson(@PathVariable UUID clinicId, @RequestBody PersonSearch asked) {
    Fields fields = new Fields();
    String number = fields.matching("cpr", asked.cpr(), NUMBER, "must be a CPR number");
    AuditQuery query = Objects.requireNonNullElse(asked.criteria(), AuditQuery.EMPTY);
    return entries(clinicId, query, fields, number.replace("-", ""));
  }

  @GetMapping("/clinics/{clinicId}/audit/facets")
  @ForClinic({OWNER, AUDITOR})
  Mono<Facets> facets(AuditQuery query) {
    Fields fields = new Fields();
    AuditCriteria criteria = query.criteria(fields);
    return fields.areBroken()
        ? refused(fields)
        : look.facets(criteria, null).map(AuditController::facets);
  }

  @GetMapping("/clinics/{clinicId}/audit/timeline")
  @ForClinic({OWNER, AUDITOR})
  Mono<Timeline> timeline(AuditQuery query) {
    Fields fields = new Fields();
    AuditCriteria criteria = query.criteria(fields);
    AuditCounts.Step step = query.step(fields, criteria, clock.instant());
    return fields.areBroken()
        ? refused(fields)
        : look.timeline(criteria, step, null)
            .map(found -> new Timeline(found.what(), source(found)));
  }

  private Mono<Entries> entries(
      UUID clinic, AuditQuery query, Fields fields, @Nullable String number) {
    AuditCriteria criteria = query.criteria(fields);
    int size = query.size(fields);
    String after = query.after();
    AuditCursor cursor =
        after == null || after.isEmpty() ? null : AuditCursor.parse(after, clinic, criteria);
    fields.require(
        cursor != null || after == null || after.isEmpty(),
        "after",
        "must be what next said, with the same criteria");
    if (fields.areBroken()) {
      return refused(fields);
    }
    if (cursor != null && cursor.expires().isBefore(clock.instant())) {
      return look.refused().then(Mono.error(SEARCH_EXPIRED::asException));
    }
    AuditPage page =
        cursor == null
            ? AuditPage.first(size)
            : new AuditPage(cursor.upTo(), cursor.before(), size);
    return look.entries(criteria, page, number)
        .map(found -> entries(found, cursor(clinic, criteria, page, found.what())));
  }

  private <T> Mono<T> refused(Fields fields) {
    return look.refused().then(Mono.fromRunnable(fields::refuseIfBroken));
  }

  private @Nullable String cursor(
      UUID clinic, AuditCriteria criteria, AuditPage page, List<SequencedEntry> found) {
    if (found.size() < page.size() || found.getLast().position() == 0) {
      return null;
    }
    long upTo = Objects.requireNonNullElse(page.upTo(), found.getFirst().position());
    Instant expires = clock.instant().plus(AuditCursor.LIFE);
    return new AuditCursor(upTo, found.getLast().position(), expires).text(clinic, criteria);
  }

  private static Entries entries(
      AuditLook.Found<List<SequencedEntry>> found, @Nullable String next) {
    return new Entries(
        found.what().stream().map(entry -> EntryView.of(entry, found.names())).toList(),
        next,
        found.reach().searchable(),
        found.reach().sequenced(),
        source(found));
  }

  private static Facets facets(AuditLook.Found<AuditCounts.Facets> found) {
    Map<AuditCounts.Facet, List<AuditCounts.Value>> values = found.what().values();
    return new Facets(
        found.what().total(),
        counts(values, AuditCounts.Facet.ACTION, Map.of()),
        counts(values, AuditCounts.Facet.ACTOR, found.names()),
        counts(values, AuditCounts.Facet.ROLE, Map.of()),
        counts(values, AuditCounts.Facet.PURPOSE, Map.of()),
        counts(values, AuditCounts.Facet.OUTCOME, Map.of()),
        counts(values, AuditCounts.Facet.OBJECT_TYPE, Map.of()),
        source(found));
  }

  private static List<Count> counts(
      Map<AuditCounts.Facet, List<AuditCounts.Value>> values,
      AuditCounts.Facet facet,
      Map<String, String> names) {
    return values.getOrDefault(facet, List.of()).stream()
        .map(one -> new Count(one.value(), names.get(one.value()), one.count()))
        .toList();
  }

  private static String source(AuditLook.Found<?> found) {
    return found.complete() ? "archive" : "newest-" + AuditLook.NEWEST;
  }

  /** A search for what was done to a person. */
  record PersonSearch(@Nullable String cpr, @Nullable AuditQuery criteria) {}

  record Entries(
      List<EntryView> entries,
      @Nullable String next,
      AuditTrail.@Nullable Mark searchableUpTo,
      AuditTrail.@Nullable Mark sequencedUpTo,
      String source) {}

  record Count(String value, @Nullable String name, long count) {}

  record Facets(
      long total,
      List<Count> action,
      List<Count> actor,
      List<Count> role,
      List<Count> purpose,
      List<Count> outcome,
      List<Count> objectType,
      String source) {}

  record Timeline(List<AuditCounts.Bar> steps, String source) {}

  record ActorView(
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

    private static ActorView actor(AuditEntry.By actor, Map<String, String> names) {
      return new ActorView(
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
  }
}
