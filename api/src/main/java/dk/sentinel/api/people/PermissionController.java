package dk.sentinel.api.people;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.identity.ProfessionalId;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.privacy.Permission;
import dk.sentinel.compliance.privacy.PermissionCriterion;
import dk.sentinel.compliance.privacy.Permissions;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The register of permissions by sundhedsloven § 42 d: kept by the owner, read by the auditor. */
@RestController
@RequestMapping("/clinics/{clinicId}/permissions")
final class PermissionController {
  /** Five digits or consonants (domain facts, section 5.3). */
  private static final Pattern AUTHORISATION = Pattern.compile("[0-9B-DF-HJ-NP-TV-XZ]{5}");

  private static final Problem UNKNOWN =
      Problem.of(
          "permission-not-found",
          HttpStatus.NOT_FOUND,
          "No such permission",
          "There is none with this id that could still hold; see"
              + " GET /clinics/{clinicId}/permissions.");

  private final TenantTransactions transactions;
  private final Permissions permissions;
  private final Clock clock;
  private final MemberStore members = new MemberStore();

  PermissionController(TenantTransactions transactions, Permissions permissions, Clock clock) {
    this.transactions = transactions;
    this.permissions = permissions;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, AUDITOR})
  Mono<List<View>> permissions() {
    LocalDate today = Members.today(clock.instant());
    return transactions.inTransaction(
        transaction -> permissions.all(transaction).map(one -> View.of(one, today)).collectList());
  }

  @PostMapping
  @ForClinic(OWNER)
  Mono<ResponseEntity<View>> grant(@RequestBody Asked asked) {
    Instant now = clock.instant();
    Fields fields = new Fields();
    Wanted wanted = Wanted.of(fields, asked, Members.today(now));
    fields.refuseIfBroken();
    return transactions
        .inTransaction(transaction -> granted(transaction, wanted, now))
        .map(permission ->
            ResponseEntity.status(HttpStatus.CREATED).body(View.of(permission, Members.today(now))))
        .switchIfEmpty(
            Mono.error(() ->
                Problem.invalid(
                        "professionalId", "must be an owner or physiotherapist of the clinic")
                    .asException()));
  }

  private Mono<Permission> granted(TenantTransaction transaction, Wanted wanted, Instant now) {
    Permission permission =
        new Permission(
            UUID.randomUUID(),
            wanted.person,
            wanted.authorisation,
            wanted.criteria,
            wanted.from,
            wanted.to,
            transaction.act().actor().id(),
            now,
            null);
    return members
        .oneAtATime(transaction)
        .then(Mono.defer(() -> members.current(transaction, now)))
        .filter(current ->
            current.stream()
                .anyMatch(each ->
                    each.professionalId().equals(wanted.person)
                        && Members.seesFigures(each.grant().role())))
        .flatMap(current -> permissions.grant(transaction, permission).thenReturn(permission));
  }

  @DeleteMapping("/{permission}")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> end(@PathVariable String permission) {
    Instant now = clock.instant();
    UUID id = Ids.parsed(permission, UNKNOWN);
    return transactions
        .inTransaction(transaction -> permissions.end(transaction, id, Members.today(now), now))
        .map(ended -> {
          if (!ended) {
            throw UNKNOWN.asException();
          }
          return ResponseEntity.noContent().build();
        });
  }

  /** A permission that may be given. */
  private record Wanted(
      String person,
      String authorisation,
      Set<PermissionCriterion> criteria,
      LocalDate from,
      LocalDate to) {
    static Wanted of(Fields fields, Asked asked, LocalDate today) {
      LocalDate from = asked.from == null ? today : day(fields, "from", asked.from, today);
      LocalDate to = day(fields, "to", asked.to, today);
      fields.require(!from.isBefore(today), "from", "must not be before today");
      fields.require(
          !to.isBefore(from) && !to.isAfter(today.plusYears(Grant.LONGEST_YEARS)),
          "to",
          "must be a day from the first to three years from now");
      return new Wanted(
          fields.matching(
              "professionalId", asked.professionalId, ProfessionalId.SHAPE, ProfessionalId.RULE),
          fields.matching(
              "authorisation",
              asked.authorisation == null
                  ? null
                  : asked.authorisation.strip().toUpperCase(Locale.ROOT),
              AUTHORISATION,
              "must be five digits or consonants, as in the national register"),
          criteria(fields, asked.criteria),
          from,
          to);
    }

    private static Set<PermissionCriterion> criteria(Fields fields, @Nullable List<String> named) {
      Set<PermissionCriterion> criteria = EnumSet.noneOf(PermissionCriterion.class);
      boolean known = named != null && !named.isEmpty();
      for (String code : named == null ? List.<String>of() : named) {
        known &= PermissionCriterion.of(code).map(criteria::add).isPresent();
      }
      fields.require(
          known,
          "criteria",
          "must name one or more of "
              + String.join(
                  ", ",
                  EnumSet.allOf(PermissionCriterion.class).stream()
                      .map(PermissionCriterion::code)
                      .toList()));
      return criteria;
    }

    private static LocalDate day(
        Fields fields, String field, @Nullable String text, LocalDate other) {
      try {
        return LocalDate.parse(text == null ? "" : text);
      } catch (DateTimeParseException notOne) {
        fields.require(false, field, "must be a day, such as 2026-12-31");
        return other;
      }
    }
  }

  /** What an owner gives; without {@code from} it begins today. */
  record Asked(
      @Nullable String professionalId,
      @Nullable String authorisation,
      @Nullable List<String> criteria,
      @Nullable String from,
      @Nullable String to) {}

  record View(
      UUID permissionId,
      String professionalId,
      String authorisation,
      List<String> criteria,
      LocalDate from,
      LocalDate to,
      String grantedBy,
      Instant grantedAt,
      @Nullable Instant endedAt,
      boolean holds) {
    static View of(Permission permission, LocalDate today) {
      return new View(
          permission.id(),
          permission.person(),
          permission.authorisation(),
          permission.criteria().stream().map(PermissionCriterion::code).sorted().toList(),
          permission.from(),
          permission.to(),
          permission.grantedBy(),
          permission.grantedAt(),
          permission.endedAt(),
          permission.holdsOn(today));
    }
  }
}
