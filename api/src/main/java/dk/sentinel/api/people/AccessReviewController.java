package dk.sentinel.api.people;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Once a year the owner goes through everybody's access, role by role (ISAE 3000 control B.13). It
 * is recorded in one piece, and what is to be removed is removed with it.
 */
@RestController
@RequestMapping("/clinics/{clinicId}/access-reviews")
final class AccessReviewController {
  private static final int EVERY_MONTHS = 12;
  private static final int MOST_LINES = 1_000;

  private static final Problem PEOPLE_CHANGED =
      Problem.of(
          "people-changed",
          HttpStatus.CONFLICT,
          "The people are others now",
          "Nothing was recorded: roles were given or taken meanwhile. Read the list again and"
              + " decide on each line once.");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Members members;
  private final Clock clock;
  private final MemberStore people = new MemberStore();
  private final AccessReviewStore store = new AccessReviewStore();

  AccessReviewController(
      TenantTransactions transactions, AuditLog audit, Members members, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.members = members;
    this.clock = clock;
  }

  /** What the owner decides about a role. */
  private enum Decision {
    /** It is as it should be. */
    KEEP,
    /** It is to be given otherwise, which the owner does afterwards. */
    CHANGE,
    /** It is taken now. */
    REMOVE;

    static Optional<Decision> of(@Nullable String code) {
      return List.of(values()).stream().filter(one -> one.code().equals(code)).findFirst();
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @GetMapping
  @ForClinic({OWNER, AUDITOR})
  Mono<View> reviews() {
    LocalDate today = Members.today(clock.instant());
    return transactions.inTransaction(transaction ->
        store
            .countsFrom(transaction)
            .map(since -> Optional.of(Members.today(since).plusMonths(EVERY_MONTHS)))
            .defaultIfEmpty(Optional.empty())
            .zipWhen(due -> store.all(transaction), (due, all) -> View.of(due, all, today)));
  }

  @PostMapping
  @ForClinic(OWNER)
  Mono<ResponseEntity<Done>> review(@RequestBody Asked asked) {
    Map<Key, Decision> decisions = checked(asked);
    UUID id = UUID.randomUUID();
    return transactions
        .inTransaction(transaction -> reviewed(transaction, id, decisions))
        .map(outcome ->
            switch (outcome) {
              case RECORDED -> ResponseEntity.status(HttpStatus.CREATED).body(new Done(id));
              case PEOPLE_CHANGED -> throw PEOPLE_CHANGED.asException();
              case LAST_OWNER -> throw MemberController.LAST_OWNER.asException();
            });
  }

  /** A role of a person. */
  private record Key(String person, String role) {
    static Key of(MemberStore.Member member) {
      return new Key(member.professionalId(), member.grant().role().code());
    }
  }

  private enum Outcome {
    RECORDED,
    PEOPLE_CHANGED,
    LAST_OWNER
  }

  private static Map<Key, Decision> checked(Asked asked) {
    Fields fields = new Fields();
    List<Asked.Line> lines = Objects.requireNonNullElse(asked.lines, List.of());
    fields.require(
        !lines.isEmpty() && lines.size() <= MOST_LINES, "lines", "must name each role once");
    Map<Key, Decision> decisions = new HashMap<>();
    for (Asked.Line line : lines) {
      Optional<Decision> decision = Decision.of(line.decision);
      fields.require(decision.isPresent(), "lines.decision", "must be keep, change or remove");
      boolean isNew =
          line.professionalId != null
              && line.role != null
              && decisions.put(
                      new Key(line.professionalId, line.role), decision.orElse(Decision.KEEP))
                  == null;
      fields.require(isNew, "lines", "must name each role once");
    }
    fields.refuseIfBroken();
    return decisions;
  }

  private Mono<Outcome> reviewed(
      TenantTransaction transaction, UUID id, Map<Key, Decision> decisions) {
    return people
        .oneAtATime(transaction)
        .then(Mono.defer(() -> people.current(transaction, clock.instant())))
        .map(Members::ofClinic)
        .flatMap(current -> {
          if (!decisions.keySet().equals(Set.copyOf(current.stream().map(Key::of).toList()))) {
            return Mono.just(Outcome.PEOPLE_CHANGED);
          }
          return leavesAnOwner(decisions)
              ? recorded(transaction, id, current, decisions).thenReturn(Outcome.RECORDED)
              : audit
                  .append(transaction, new PeopleAct.LastOwnerKept(transaction.act().actor().id()))
                  .thenReturn(Outcome.LAST_OWNER);
        });
  }

  private static boolean leavesAnOwner(Map<Key, Decision> decisions) {
    return decisions.entrySet().stream()
        .anyMatch(
            line -> line.getKey().role.equals(OWNER.code()) && line.getValue() != Decision.REMOVE);
  }

  private Mono<Void> recorded(
      TenantTransaction transaction,
      UUID id,
      List<MemberStore.Member> current,
      Map<Key, Decision> decisions) {
    List<AccessReviewStore.Line> lines =
        current.stream().map(member -> line(member, decisions)).toList();
    AccessReviewStore.Review review =
        new AccessReviewStore.Review(id, transaction.act().actor().id(), clock.instant(), lines);
    return store
        .insert(transaction, review)
        .then(Mono.defer(() -> audit.append(transaction, act(id, decisions))))
        .thenMany(Flux.fromIterable(current))
        .filter(member -> decisions.get(Key.of(member)) == Decision.REMOVE)
        .concatMap(
            member -> members.take(transaction, member.professionalId(), member.grant().role()))
        .then();
  }

  private static AccessReviewStore.Line line(
      MemberStore.Member member, Map<Key, Decision> decisions) {
    ClinicRole role = member.grant().role();
    return new AccessReviewStore.Line(
        member.professionalId(),
        member.name(),
        role.code(),
        decisions.getOrDefault(Key.of(member), Decision.KEEP).code());
  }

  private static PeopleAct act(UUID id, Map<Key, Decision> decisions) {
    return new PeopleAct.AccessReviewed(
        id,
        count(decisions, Decision.KEEP),
        count(decisions, Decision.CHANGE),
        count(decisions, Decision.REMOVE));
  }

  private static int count(Map<Key, Decision> decisions, Decision decision) {
    return (int) decisions.values().stream().filter(one -> one == decision).count();
  }

  /** The owner's decisions: each role that somebody has, once. */
  record Asked(@Nullable List<Line> lines) {
    record Line(
        @Nullable String professionalId, @Nullable String role, @Nullable String decision) {}
  }

  record Done(UUID reviewId) {}

  record View(@Nullable LocalDate due, boolean overdue, List<ReviewView> reviews) {
    static View of(
        Optional<LocalDate> due, List<AccessReviewStore.Review> reviews, LocalDate today) {
      return new View(
          due.orElse(null),
          due.filter(day -> today.isAfter(day)).isPresent(),
          reviews.stream().map(ReviewView::of).toList());
    }
  }

  record ReviewView(UUID reviewId, String by, Instant at, List<LineView> lines) {
    static ReviewView of(AccessReviewStore.Review review) {
      return new ReviewView(
          review.id(),
          review.by(),
          review.at(),
          review.lines().stream()
              .map(line -> new LineView(line.person(), line.name(), line.role(), line.decision()))
              .toList());
    }
  }

  record LineView(String professionalId, String name, String role, String decision) {}
}
