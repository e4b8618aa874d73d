package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.ClosedGate;
import dk.sentinel.api.problem.Language;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.ConsentText;
import dk.sentinel.compliance.agreement.Consents;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.ending.Terminations;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The practice consent: read, given after the agreement, withdrawn as easily. */
@RestController
@RequestMapping("/clinics/{clinicId}/consent")
final class ConsentController {
  private final TenantTransactions transactions;
  private final Agreements agreements;
  private final Consents consents;
  private final Terminations terminations;
  private final Clock clock;

  ConsentController(
      TenantTransactions transactions,
      Agreements agreements,
      Consents consents,
      Terminations terminations,
      Clock clock) {
    this.transactions = transactions;
    this.agreements = agreements;
    this.consents = consents;
    this.terminations = terminations;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<ConsentView> consent(@RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return transactions.inTransaction(transaction ->
        agreements
            .controller(transaction)
            .flatMap(clinic ->
                consents
                    .current(transaction)
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .map(given -> view(ConsentText.of(clinic, language), given))));
  }

  @PostMapping
  @ForClinic(OWNER)
  Mono<ResponseEntity<GivenView>> give(
      @RequestBody ConsentRequest request, @AuthenticationPrincipal Caller.Person person) {
    Sha256 hash =
        Sha256.parse(request.sha256)
            .orElseThrow(() -> Problem.invalid("sha256", "must be 64 hex digits").asException());
    return transactions
        .inTransaction(transaction -> given(transaction, hash, person))
        .map(ConsentController::answer);
  }

  @PostMapping("/withdrawal")
  @ForClinic(OWNER)
  Mono<Withdrawn> withdraw(@AuthenticationPrincipal Caller.Person person) {
    return transactions
        .inTransaction(
            transaction -> consents.withdraw(transaction, person.name(), clock.instant()))
        .map(Withdrawn::new);
  }

  /** What became of the wish to consent. A refusal is committed with its record. */
  private sealed interface Answer {
    record Holds(Consents.Given consent, boolean isNew) implements Answer {}

    record NoAgreement() implements Answer {}

    record OtherText() implements Answer {}
  }

  private Mono<Answer> given(TenantTransaction transaction, Sha256 hash, Caller.Person person) {
    return agreements
        .inForce(transaction)
        .filterWhen(inForce -> terminations.current(transaction).hasElement().map(ends -> !ends))
        .flatMap(inForce ->
            agreements
                .controller(transaction)
                .flatMap(clinic -> given(transaction, clinic, hash, person)))
        .switchIfEmpty(
            Mono.defer(() ->
                consents
                    .refused(transaction, Gate.AGREEMENT.code())
                    .thenReturn(new Answer.NoAgreement())));
  }

  private Mono<Answer> given(
      TenantTransaction transaction, Party clinic, Sha256 hash, Caller.Person person) {
    Optional<ConsentText> text =
        Arrays.stream(TextLanguage.values())
            .map(language -> ConsentText.of(clinic, language))
            .filter(candidate -> candidate.sha256().equals(hash))
            .findFirst();
    if (text.isEmpty()) {
      return Mono.just(new Answer.OtherText());
    }
    return consents
        .give(transaction, text.get(), person.name(), clock.instant())
        .flatMap(isNew ->
            consents.current(transaction).map(consent -> new Answer.Holds(consent, isNew)));
  }

  private static ResponseEntity<GivenView> answer(Answer answer) {
    return switch (answer) {
      case Answer.Holds holds ->
          ResponseEntity.status(holds.isNew ? HttpStatus.CREATED : HttpStatus.OK)
              .body(new GivenView(holds.consent.at(), holds.consent.by()));
      case Answer.NoAgreement none -> throw ClosedGate.of(Gate.AGREEMENT.code()).asException();
      case Answer.OtherText other -> throw SigningProblems.DOCUMENT_CHANGED.asException();
    };
  }

  private static ConsentView view(ConsentText text, Optional<Consents.Given> given) {
    return new ConsentView(
        text.version(),
        text.title(),
        text.paragraphs(),
        text.sha256().hex(),
        given.map(consent -> new GivenView(consent.at(), consent.by())).orElse(null));
  }

  record ConsentRequest(@Nullable String sha256) {}

  record ConsentView(
      int version,
      String title,
      List<String> paragraphs,
      String sha256,
      @Nullable GivenView given) {}

  record GivenView(Instant at, String by) {}

  record Withdrawn(boolean changed) {}
}
