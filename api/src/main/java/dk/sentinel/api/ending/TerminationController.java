package dk.sentinel.api.ending;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.AfterDeletion;
import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.ending.Deleted;
import dk.sentinel.compliance.ending.Deletion;
import dk.sentinel.compliance.ending.Termination;
import dk.sentinel.compliance.ending.TerminationOutcome;
import dk.sentinel.compliance.ending.Terminations;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Ends the agreement: terminated, taken back, and how far the deletion has come. */
@RestController
@AfterDeletion
@RequestMapping("/clinics/{clinicId}/agreement/termination")
final class TerminationController {
  private static final Problem NO_AGREEMENT =
      Problem.of(
          "no-agreement",
          HttpStatus.CONFLICT,
          "There is no agreement to terminate",
          "No agreement was signed for this clinic, so nothing is captured for it.");
  private static final Problem TOO_LATE =
      Problem.of(
          "deletion-due",
          HttpStatus.CONFLICT,
          "The termination cannot be taken back any more",
          "The days are over and the clinic's data are being deleted. Ask the operator for a new"
              + " agreement.");

  private final TenantTransactions transactions;
  private final Terminations terminations;
  private final Deletion deletion;
  private final EndingSettings settings;
  private final Clock clock;

  TerminationController(
      TenantTransactions transactions,
      Terminations terminations,
      Deletion deletion,
      EndingSettings settings,
      Clock clock) {
    this.transactions = transactions;
    this.terminations = terminations;
    this.deletion = deletion;
    this.settings = settings;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, AUDITOR})
  Mono<TerminationView> termination() {
    return transactions.inTransaction(this::view);
  }

  private Mono<TerminationView> view(TenantTransaction transaction) {
    return terminations
        .current(transaction)
        .flatMap(current ->
            deletion.deleted(transaction).map(deleted -> view(Optional.of(current), deleted)))
        .defaultIfEmpty(view(Optional.empty(), new Deleted(java.util.Map.of(), List.of())));
  }

  private TerminationView view(Optional<Termination> current, Deleted deleted) {
    Instant now = clock.instant();
    return new TerminationView(
        current.map(each -> each.stage().code()).orElse("runs"),
        current.map(Termination::at).orElse(null),
        current.map(Termination::by).orElse(null),
        current.map(Termination::deleteFrom).orElseGet(() -> now.plus(terminations.notice())),
        current.map(Termination::begunAt).orElse(null),
        current.map(Termination::deletedAt).orElse(null),
        current
            .map(Termination::deletedAt)
            .map(deletedAt -> deletedAt.plus(settings.backups()))
            .orElse(null),
        current
            .filter(each -> each.stage() == Termination.Stage.NOTICE)
            .filter(each -> now.isBefore(each.deleteFrom()))
            .isPresent(),
        deleted.gone().entrySet().stream()
            .map(each -> new GoneView(each.getKey(), each.getValue()))
            .toList(),
        deleted.keys().size());
  }

  @PostMapping
  @ForClinic(value = OWNER, freshSignIn = true)
  Mono<ResponseEntity<TerminationView>> terminate(
      @RequestBody TerminationRequest request, @AuthenticationPrincipal Caller.Person person) {
    String typed = Objects.requireNonNullElse(request.cvr(), "").replace(" ", "");
    return transactions
        .inTransaction(transaction -> terminations.terminate(transaction, person.name(), typed))
        .map(this::answer);
  }

  private ResponseEntity<TerminationView> answer(TerminationOutcome outcome) {
    return switch (outcome) {
      case TerminationOutcome.Terminated terminated ->
          ResponseEntity.status(terminated.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
              .body(
                  view(
                      Optional.of(terminated.termination()),
                      new Deleted(java.util.Map.of(), List.of())));
      case TerminationOutcome.NotConfirmed other ->
          throw Problem.invalid("cvr", "must be the clinic's CVR number, to confirm").asException();
      case TerminationOutcome.NoAgreement none -> throw NO_AGREEMENT.asException();
      case TerminationOutcome.Runs runs -> throw new IllegalStateException("not terminated");
      case TerminationOutcome.TooLate late -> throw TOO_LATE.asException();
    };
  }

  @PostMapping("/withdrawal")
  @ForClinic(OWNER)
  Mono<Withdrawn> takeBack(@AuthenticationPrincipal Caller.Person person) {
    return transactions
        .inTransaction(transaction -> terminations.takeBack(transaction, person.name()))
        .map(outcome ->
            switch (outcome) {
              case TerminationOutcome.Runs runs -> new Withdrawn(runs.changed());
              default -> throw TOO_LATE.asException();
            });
  }

  record TerminationRequest(@Nullable String cvr) {}

  record TerminationView(
      String state,
      @Nullable Instant terminatedAt,
      @Nullable String by,
      Instant deleteFrom,
      @Nullable Instant begunAt,
      @Nullable Instant deletedAt,
      @Nullable Instant backupsGoneBy,
      boolean canBeTakenBack,
      List<GoneView> gone,
      int keysDestroyed) {}

  record GoneView(String kind, long count) {}

  record Withdrawn(boolean changed) {}
}
