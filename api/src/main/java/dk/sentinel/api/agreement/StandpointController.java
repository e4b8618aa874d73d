package dk.sentinel.api.agreement;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Language;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementVersion;
import dk.sentinel.compliance.agreement.AgreementVersions;
import dk.sentinel.compliance.agreement.Asks;
import dk.sentinel.compliance.agreement.Objections;
import dk.sentinel.compliance.agreement.Standpoint;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What was published, what is new for the clinic, and its objection to it. */
@RestController
@RequestMapping("/clinics/{clinicId}/agreement")
final class StandpointController {
  private static final Problem NOTHING_TO_OBJECT_TO =
      Problem.of(
          "nothing-to-object-to",
          HttpStatus.CONFLICT,
          "Nothing to object to",
          "There is no change of sub-processors, or the time to object to it is over. Write to the"
              + " operator, or end the agreement.");

  private final TenantTransactions transactions;
  private final AgreementVersions versions;
  private final Objections objections;
  private final Clock clock;

  StandpointController(
      TenantTransactions transactions,
      AgreementVersions versions,
      Objections objections,
      Clock clock) {
    this.transactions = transactions;
    this.versions = versions;
    this.objections = objections;
    this.clock = clock;
  }

  @GetMapping("/versions")
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<View> versions(@RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    Instant now = clock.instant();
    return transactions.inTransaction(transaction ->
        objections
            .standpoint(transaction)
            .zipWith(
                versions.published(transaction).collectList(),
                (standpoint, published) -> view(standpoint, published, language, now)));
  }

  private static View view(
      Standpoint standpoint, List<AgreementVersion> published, TextLanguage language, Instant now) {
    Integer signed = standpoint.signed();
    List<ChangeView> changes =
        signed == null || standpoint.newer().isEmpty()
            ? List.of()
            : ChangeView.between(numbered(published, signed), published.getFirst(), language);
    return new View(
        signed,
        published.stream().map(VersionView::of).toList(),
        standpoint.asked().map(Asks::code).orElse("nothing"),
        standpoint.by().orElse(null),
        changes,
        !standpoint.objected().isEmpty(),
        standpoint.notice(now).isPresent());
  }

  private static AgreementVersion numbered(List<AgreementVersion> published, int number) {
    return published.stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .orElseThrow();
  }

  @PostMapping("/objection")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> object(@AuthenticationPrincipal Caller.Person person) {
    return transactions
        .inTransaction(transaction -> objections.raise(transaction, person.name(), clock.instant()))
        .switchIfEmpty(Mono.error(NOTHING_TO_OBJECT_TO::asException))
        .thenReturn(ResponseEntity.noContent().build());
  }

  @DeleteMapping("/objection")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> withdraw(@AuthenticationPrincipal Caller.Person person) {
    return transactions
        .inTransaction(
            transaction -> objections.withdraw(transaction, person.name(), clock.instant()))
        .thenReturn(ResponseEntity.noContent().<Void>build())
        .defaultIfEmpty(ResponseEntity.noContent().build());
  }

  /**
   * Where the clinic stands.
   *
   * @param signed the version it signed; null when it signed none
   * @param versions all that were published, the newest first
   * @param asked signature, notice or nothing
   * @param by until when to sign or to object; null when nothing is asked
   * @param changes what is different between the signed and the newest version
   * @param objected whether it objects
   * @param canObject whether there is still time to
   */
  record View(
      @Nullable Integer signed,
      List<VersionView> versions,
      String asked,
      @Nullable Instant by,
      List<ChangeView> changes,
      boolean objected,
      boolean canObject) {}
}
