package dk.sentinel.api.agreement;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.PowerOfAttorney;
import dk.sentinel.compliance.agreement.PowerOutcome;
import dk.sentinel.compliance.agreement.PowersOfAttorney;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.compliance.tenancy.WaitingWork;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The operator's people read powers of attorney and decide on them, two for each. What they do is
 * done in the clinic's name space and stands in the clinic's log.
 */
@RestController
@RequestMapping("/powers-of-attorney")
final class PowerReviewController {
  private final TenantDirectory directory;
  private final WaitingWork work;
  private final TenantTransactions transactions;
  private final PowersOfAttorney powers;
  private final Clock clock;

  PowerReviewController(
      TenantDirectory directory,
      WaitingWork work,
      TenantTransactions transactions,
      PowersOfAttorney powers,
      Clock clock) {
    this.directory = directory;
    this.work = work;
    this.transactions = transactions;
    this.powers = powers;
    this.clock = clock;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<WaitingView> waiting(@AuthenticationPrincipal Caller.Person operator) {
    return work.powersWaiting(today())
        .map(waiting ->
            new Waiting(
                waiting.power(),
                waiting.clinic().name(),
                waiting.clinic().cvr(),
                waiting.uploadedAt(),
                waiting.until(),
                waiting.approvedBy().size(),
                waiting.approvedBy().contains(operator.id())))
        .collectList()
        .map(WaitingView::new);
  }

  @GetMapping("/{powerId}")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<OneView> one(
      @PathVariable String powerId,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    UUID id = PowerProblems.id(powerId);
    return atClinic(
            id,
            operator,
            exchange,
            transaction -> powers.all(transaction).filter(power -> power.id().equals(id)).next())
        .map(power ->
            new OneView(
                PowerView.of(power, today()),
                power.steps().stream().anyMatch(step -> step.personId().equals(operator.id()))));
  }

  @GetMapping("/{powerId}/document")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<byte[]>> document(
      @PathVariable String powerId,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    UUID id = PowerProblems.id(powerId);
    return atClinic(id, operator, exchange, transaction -> powers.read(transaction, id))
        .map(bytes ->
            Attachment.of(MediaType.APPLICATION_PDF, "power-of-attorney-" + id + ".pdf", bytes));
  }

  @PostMapping("/{powerId}/approval")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Void>> approve(
      @PathVariable String powerId,
      @RequestBody Approval approval,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    UUID id = PowerProblems.id(powerId);
    int signers = approval.signers == null ? 0 : approval.signers;
    if (signers != 1 && signers != 2) {
      throw Problem.invalid("signers", "must be 1 or 2").asException();
    }
    return decided(
        atClinic(
            id,
            operator,
            exchange,
            transaction ->
                powers.approve(transaction, id, signers, operator.name(), clock.instant())));
  }

  @PostMapping("/{powerId}/rejection")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Void>> reject(
      @PathVariable String powerId,
      @RequestBody Rejection rejection,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    UUID id = PowerProblems.id(powerId);
    PowerOfAttorney.Reason reason =
        Arrays.stream(PowerOfAttorney.Reason.values())
            .filter(each -> PowersOfAttorney.code(each).equals(rejection.reason))
            .findFirst()
            .orElseThrow(() ->
                Problem.invalid(
                        "reason",
                        "must be unreadable, other-persons, other-company, not-signed or"
                            + " other-purpose")
                    .asException());
    return decided(
        atClinic(
            id,
            operator,
            exchange,
            transaction ->
                powers.reject(transaction, id, reason, operator.name(), clock.instant())));
  }

  private static Mono<ResponseEntity<Void>> decided(Mono<PowerOutcome> outcome) {
    return outcome
        .doOnNext(PowerProblems::refuseUnlessDone)
        .thenReturn(ResponseEntity.noContent().build());
  }

  /** Works for the clinic whose power it is, as the operator's person. */
  private <T> Mono<T> atClinic(
      UUID power,
      Caller.Person operator,
      ServerWebExchange exchange,
      Function<TenantTransaction, Mono<T>> work) {
    return directory
        .ownerOfPower(power)
        .flatMap(clinic -> transactions.inTransaction(act(exchange, clinic, operator), work))
        .switchIfEmpty(Mono.error(PowerProblems.NOT_FOUND::asException));
  }

  private static ActContext act(
      ServerWebExchange exchange, TenantId clinic, Caller.Person operator) {
    return RequestOrigin.act(exchange, clinic, operator.as(PlatformRole.OPERATOR.code()));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), PowerController.DENMARK);
  }

  record Approval(@Nullable Integer signers) {}

  record Rejection(@Nullable String reason) {}

  record WaitingView(List<Waiting> waiting) {}

  record Waiting(
      UUID powerId,
      String clinic,
      String cvr,
      Instant uploadedAt,
      LocalDate until,
      int approvals,
      boolean approvedByMe) {}

  record OneView(PowerView power, boolean decidedByMe) {}
}
