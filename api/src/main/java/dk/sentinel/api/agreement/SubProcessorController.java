package dk.sentinel.api.agreement;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.AgreementVersions;
import dk.sentinel.compliance.agreement.SubProcessor;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The register of sub-processors (clause 7, appendix B.1). A change reaches the clinics with the
 * next version of the agreement, which gives notice of it.
 */
@RestController
@RequestMapping("/sub-processors")
final class SubProcessorController {
  private static final Problem UNKNOWN =
      Problem.of(
          "sub-processor-not-found",
          HttpStatus.NOT_FOUND,
          "No such sub-processor",
          "None with this id processes anything; see GET /sub-processors.");

  private final TenantTransactions transactions;
  private final AgreementVersions versions;
  private final Clock clock;

  SubProcessorController(TenantTransactions transactions, AgreementVersions versions, Clock clock) {
    this.transactions = transactions;
    this.versions = versions;
    this.clock = clock;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<List<View>> all(@AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    return transactions.inTransaction(
        VersionController.platform(exchange, person),
        transaction -> versions.subProcessors(transaction).map(View::of).collectList());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<View> add(
      @RequestBody Asked asked,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    SubProcessor added = checked(asked);
    return transactions.inTransaction(
        VersionController.platform(exchange, person),
        transaction ->
            versions.add(transaction, added, clock.instant()).thenReturn(View.of(added)));
  }

  private static SubProcessor checked(Asked asked) {
    Fields fields = new Fields();
    Optional<SubProcessor.TransferBasis> basis = SubProcessor.TransferBasis.of(asked.transferBasis);
    Optional<LocalDate> from = date(asked.agreementFrom);
    String name = line(fields, "name", asked.name, 200);
    String number = line(fields, "companyNumber", asked.companyNumber, 40);
    String address = line(fields, "address", asked.address, 300);
    String danish = line(fields, "processingDa", asked.processingDa, 500);
    String english = line(fields, "processingEn", asked.processingEn, 500);
    String place = line(fields, "place", asked.place, 100);
    fields.require(
        basis.isPresent(),
        "transferBasis",
        "must be none-needed, adequacy or standard-clauses (GDPR, chapter V)");
    fields.require(
        from.isPresent(),
        "agreementFrom",
        "must be the day of its own agreement, such as 2026-01-31");
    fields.refuseIfBroken();
    return new SubProcessor(
        UUID.randomUUID(),
        name,
        number,
        address,
        danish,
        english,
        place,
        basis.orElseThrow(),
        from.orElseThrow(),
        null,
        null);
  }

  /** Text that is printed in the agreement, where curly brackets mean a blank. */
  private static String line(Fields fields, String field, @Nullable String value, int max) {
    String text = fields.text(field, value, max);
    fields.require(
        text.indexOf('{') < 0 && text.indexOf('}') < 0, field, "must have no curly brackets");
    return text.strip();
  }

  private static Optional<LocalDate> date(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  @PostMapping("/{subProcessor}/end")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Void>> end(
      @PathVariable UUID subProcessor,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    Instant now = clock.instant();
    return changed(
        transactions.inTransaction(
            VersionController.platform(exchange, person),
            transaction -> versions.end(transaction, subProcessor, now)));
  }

  /** The yearly supervision of a sub-processor was done today (appendix C.8). */
  @PostMapping("/{subProcessor}/review")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<Void>> reviewed(
      @PathVariable UUID subProcessor,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    Instant now = clock.instant();
    return changed(
        transactions.inTransaction(
            VersionController.platform(exchange, person),
            transaction -> versions.reviewed(transaction, subProcessor, now)));
  }

  private static Mono<ResponseEntity<Void>> changed(Mono<Boolean> change) {
    return change.map(changed -> {
      if (!changed) {
        throw UNKNOWN.asException();
      }
      return ResponseEntity.noContent().build();
    });
  }

  record Asked(
      @Nullable String name,
      @Nullable String companyNumber,
      @Nullable String address,
      @Nullable String processingDa,
      @Nullable String processingEn,
      @Nullable String place,
      @Nullable String transferBasis,
      @Nullable String agreementFrom) {}

  record View(
      UUID id,
      String name,
      String companyNumber,
      String address,
      String processingDa,
      String processingEn,
      String place,
      String transferBasis,
      LocalDate agreementFrom,
      @Nullable LocalDate reviewedOn,
      @Nullable Instant endedAt) {
    static View of(SubProcessor each) {
      return new View(
          each.id(),
          each.name(),
          each.companyNumber(),
          each.address(),
          each.processingDa(),
          each.processingEn(),
          each.place(),
          each.transferBasis().code(),
          each.agreementFrom(),
          each.reviewedOn(),
          each.endedAt());
    }
  }
}
