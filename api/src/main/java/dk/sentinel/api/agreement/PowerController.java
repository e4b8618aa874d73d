package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.PowersOfAttorney;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The clinic's powers of attorney: uploaded, listed and taken back by its owners. */
@RestController
@RequestMapping("/clinics/{clinicId}/powers-of-attorney")
final class PowerController {
  static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final int MOST_NAMED = 5;

  private final TenantTransactions transactions;
  private final PowersOfAttorney powers;
  private final Clock clock;

  PowerController(TenantTransactions transactions, PowersOfAttorney powers, Clock clock) {
    this.transactions = transactions;
    this.powers = powers;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, AUDITOR})
  Mono<PowersView> all() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DENMARK);
    return transactions
        .inTransaction(transaction -> powers.all(transaction).collectList())
        .map(found ->
            new PowersView(found.stream().map(power -> PowerView.of(power, today)).toList()));
  }

  /**
   * Takes in a file; whom it names and until when the owner says beside it. That the file is sent
   * as a PDF is asked inside and not of the mapping: the door answers first.
   */
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @ForClinic(OWNER)
  Mono<UploadedView> upload(
      @RequestParam(required = false) @Nullable List<String> person,
      @RequestParam(required = false) @Nullable String until,
      ServerHttpRequest request,
      @AuthenticationPrincipal Caller.Person owner) {
    List<String> named = named(person);
    LocalDate last = last(until);
    return PowerFile.of(request)
        .flatMap(file ->
            transactions.inTransaction(transaction ->
                powers.upload(transaction, file, named, last, owner.name(), clock.instant())))
        .map(UploadedView::new)
        .switchIfEmpty(Mono.error(PowerProblems.NOT_TAKEN::asException));
  }

  private static List<String> named(@Nullable List<String> person) {
    List<String> named = person == null ? List.of() : person.stream().distinct().toList();
    if (named.isEmpty()
        || named.size() > MOST_NAMED
        || named.stream().anyMatch(id -> id.isBlank() || id.length() > 100)) {
      throw Problem.invalid("person", "must name one to five people by their professional id")
          .asException();
    }
    return named;
  }

  private LocalDate last(@Nullable String until) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DENMARK);
    try {
      LocalDate last = LocalDate.parse(until == null ? "" : until);
      if (!last.isBefore(today) && !last.isAfter(today.plusYears(2))) {
        return last;
      }
    } catch (DateTimeParseException noDay) {
      // told below, like a day that is not allowed
    }
    throw Problem.invalid("until", "must be a day from today to two years ahead").asException();
  }

  @PostMapping("/{powerId}/withdrawal")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> withdraw(
      @PathVariable String powerId, @AuthenticationPrincipal Caller.Person owner) {
    UUID id = PowerProblems.id(powerId);
    return transactions
        .inTransaction(
            transaction -> powers.withdraw(transaction, id, owner.name(), clock.instant()))
        .switchIfEmpty(Mono.error(PowerProblems.NOT_FOUND::asException))
        .doOnNext(PowerProblems::refuseUnlessDone)
        .thenReturn(ResponseEntity.noContent().build());
  }

  record PowersView(List<PowerView> powers) {}

  record UploadedView(UUID powerId) {}
}
