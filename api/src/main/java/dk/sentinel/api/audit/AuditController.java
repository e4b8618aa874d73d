package dk.sentinel.api.audit;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.AfterDeletion;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
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
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The clinic's audit trail, for its owner and its auditor. Looking is itself recorded. */
@RestController
@AfterDeletion
final class AuditController {
  /** Day and month may be; 60 is added to the day of numbers made up for tests. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])(0[1-9]|1[0-2])[0-9]{2}-?"
              + "([0-9]{4}|[17][A-Z]{2}[0-9])");

  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{64}");
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
  Mono<Entries> entries(
      @PathVariable UUID clinicId,
      AuditQuery query,
      @RequestParam MultiValueMap<String, String> given) {
    return entries(clinicId, query, known(given), null, null);
  }

  /** The person's number comes in the body, so that no address ever holds one. */
  @PostMapping("/clinics/{clinicId}/audit/search")
  @ForClinic({OWNER, AUDITOR})
  Mono<Entries> aboutPerson(@PathVariable UUID clinicId, @RequestBody PersonSearch asked) {
    Fields fields = new Fields();
    AuditQuery query = Objects.requireNonNullElse(asked.criteria(), AuditQuery.EMPTY);
    if (asked.subject() != null && asked.cpr() == null) {
      String subject =
          fields.matching("subject", asked.subject(), PSEUDONYM, "must be 64 hex digits");
      return entries(clinicId, query, fields, subject, null);
    }
    fields.require(asked.subject() == null, "subject", "must not be given together with cpr");
    String number =
        fields.matching(
            "cpr",
            asked.cpr() == null ? null : asked.cpr().strip(),
            NUMBER,
            "must be a CPR number: DDMMYY and four more digits");
    return entries(clinicId, query, fields, null, number.replace("-", ""));
  }

  @GetMapping("/clinics/{clinicId}/audit/facets")
  @ForClinic({OWNER, AUDITOR})
  Mono<Facets> facets(AuditQuery query, @RequestParam MultiValueMap<String, String> given) {
    Fields fields = known(given);
    AuditCriteria criteria = query.criteria(fields);
    return fields.areBroken()
        ? refused(fields)
        : look.facets(criteria, null)
            .map(found -> facets(found.what(), found.names(), source(found)));
  }

  @GetMapping("/clinics/{clinicId}/audit/timeline")
  @ForClinic({OWNER, AUDITOR})
  Mono<Timeline> timeline(AuditQuery query, @RequestParam MultiValueMap<String, String> given) {
    Fields fields = known(given);
    AuditCriteria criteria = query.criteria(fields);
    AuditCounts.Step step = query.step(fields, criteria, clock.instant());
    return fields.areBroken()
        ? refused(fields)
        : look.timeline(criteria, step, null)
            .map(found -> new Timeline(found.what(), source(found)));
  }

  /** A misspelt parameter would silently find something else than was meant. */
  private static Fields known(MultiValueMap<String, String> given) {
    Fields fields = new Fields();
    fields.require(
        AuditQuery.NAMES.containsAll(given.keySet()),
        "query",
        "must have no other parameters than " + String.join(", ", new TreeSet<>(AuditQuery.NAMES)));
    return fields;
  }

  private Mono<Entries> entries(
      UUID clinic,
      AuditQuery query,
      Fields fields,
      @Nullable String subject,
      @Nullable String number) {
    AuditCriteria asked = query.criteria(fields);
    AuditCriteria criteria = subject == null ? asked : asked.about(subject);
    AuditLook.Extras extras = query.extras(fields, criteria, clock.instant());
    int size = query.size(fields);
    String after = query.after();
    AuditCursor cursor =
        after == null || after.isEmpty() ? null : AuditCursor.parse(after, clinic, asked);
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
    return look.entries(criteria, page, extras, number)
        .map(found -> entries(found, cursor(clinic, asked, page, found.what().entries())));
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

  private static Entries entries(AuditLook.Found<AuditLook.Looked> found, @Nullable String next) {
    AuditLook.Looked looked = found.what();
    return new Entries(
        looked.entries().stream().map(entry -> EntryView.of(entry, found.names())).toList(),
        next,
        found.reach().searchable(),
        found.reach().sequenced(),
        found.reach().searchableFrom(),
        found.subject(),
        looked.facets() == null ? null : facets(looked.facets(), found.names(), source(found)),
        looked.timeline() == null ? null : new Timeline(looked.timeline(), source(found)),
        source(found));
  }

  private static Facets facets(AuditCounts.Facets found, Map<String, String> names, String source) {
    Map<AuditCounts.Facet, List<AuditCounts.Value>> values = found.values();
    return new Facets(
        found.total(),
        counts(values, AuditCounts.Facet.ACTION, Map.of()),
        counts(values, AuditCounts.Facet.ACTOR, names),
        counts(values, AuditCounts.Facet.ROLE, Map.of()),
        counts(values, AuditCounts.Facet.PURPOSE, Map.of()),
        counts(values, AuditCounts.Facet.OUTCOME, Map.of()),
        counts(values, AuditCounts.Facet.OBJECT_TYPE, Map.of()),
        source);
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

  /**
   * A search for what was done to a person.
   *
   * @param cpr their number
   * @param subject instead of the number, the pseudonym that an answer or an entry gave
   * @param criteria what else must hold
   */
  record PersonSearch(
      @Nullable String cpr, @Nullable String subject, @Nullable AuditQuery criteria) {}

  record Entries(
      List<EntryView> entries,
      @Nullable String next,
      AuditTrail.@Nullable Mark searchableUpTo,
      AuditTrail.@Nullable Mark sequencedUpTo,
      AuditTrail.@Nullable Mark searchableFrom,
      @Nullable String subject,
      @Nullable Facets facets,
      @Nullable Timeline timeline,
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
}
