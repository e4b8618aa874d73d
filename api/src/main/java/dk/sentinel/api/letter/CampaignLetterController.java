package dk.sentinel.api.letter;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.Asks;
import dk.sentinel.compliance.agreement.Objections;
import dk.sentinel.compliance.agreement.Standpoint;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The operator sees which clinics were written to, without addresses, and has them reminded. */
@RestController
@RequestMapping("/platform/letters")
final class CampaignLetterController {
  private static final Problem NOT_SENT =
      Problem.of(
          "letters-not-sent",
          HttpStatus.CONFLICT,
          "Letters are not sent",
          "Name a mail server in sentinel.letters first.");

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final Objections objections;
  private final AuditLog audit;
  private final Clock clock;
  private final LetterSettings settings;
  private final LetterStore store = new LetterStore();

  CampaignLetterController(
      TenantDirectory directory,
      TenantTransactions transactions,
      Objections objections,
      AuditLog audit,
      Clock clock,
      LetterSettings settings) {
    this.directory = directory;
    this.transactions = transactions;
    this.objections = objections;
    this.audit = audit;
    this.clock = clock;
    this.settings = settings;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<Campaign> campaign(
      @AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    ActContext act = platform(exchange, person);
    return directory
        .allClinics()
        .concatMap(clinic ->
            transactions.inTransaction(
                act.in(clinic.id()), transaction -> view(transaction, clinic)))
        .collectList()
        .map(clinics -> new Campaign(settings.areSent(), clinics));
  }

  private Mono<ClinicView> view(TenantTransaction transaction, TenantDirectory.Clinic clinic) {
    return store
        .address(transaction)
        .hasElement()
        .zipWith(store.letters(transaction).map(LetterView::of).collectList())
        .map(both ->
            new ClinicView(
                clinic.id().value(),
                both.getT1(),
                both.getT2().isEmpty() ? null : both.getT2().getFirst()));
  }

  /** Has every clinic reminded that is to sign and has not; each at most once a day. */
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<Reminded> remind(@AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    if (!settings.areSent()) {
      return Mono.error(NOT_SENT.asException());
    }
    ActContext act = platform(exchange, person);
    return directory
        .allClinics()
        .collectList()
        .flatMapIterable(clinics -> clinics)
        .concatMap(clinic -> transactions.inTransaction(act.in(clinic.id()), this::reminded))
        .count()
        .map(count -> new Reminded(Math.toIntExact(count)));
  }

  /** The letter's id; empty when the clinic is not to be reminded. */
  private Mono<UUID> reminded(TenantTransaction transaction) {
    return objections
        .standpoint(transaction)
        .filter(CampaignLetterController::isToSign)
        .filterWhen(standpoint -> store.runs(transaction))
        .filterWhen(standpoint -> store.address(transaction).hasElement())
        .flatMap(standpoint -> store.newest(transaction))
        .flatMap(version ->
            store
                .write(transaction, version, Occasion.OPERATOR, Occasion.day(clock.instant()))
                .flatMap(letter ->
                    audit
                        .append(transaction, new LetterAct.Asked(letter, version))
                        .thenReturn(letter)));
  }

  private static boolean isToSign(Standpoint standpoint) {
    return standpoint.signed() == null
        || standpoint.asked().filter(asks -> asks == Asks.SIGNATURE).isPresent();
  }

  private static ActContext platform(ServerWebExchange exchange, Caller.Person person) {
    return RequestOrigin.act(exchange, TenantId.PLATFORM, person.as(PlatformRole.OPERATOR.code()));
  }

  /**
   * How far the letters are.
   *
   * @param sending whether this installation sends letters
   * @param clinics every clinic by name
   */
  record Campaign(boolean sending, List<ClinicView> clinics) {}

  /**
   * A clinic's letters.
   *
   * @param hasAddress whether its owner has said where they go
   * @param last the newest letter; null when there was none
   */
  record ClinicView(UUID clinicId, boolean hasAddress, @Nullable LetterView last) {}

  /**
   * What the wish led to.
   *
   * @param letters how many were written
   */
  record Reminded(int letters) {}
}
