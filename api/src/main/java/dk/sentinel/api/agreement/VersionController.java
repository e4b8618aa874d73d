package dk.sentinel.api.agreement;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Language;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementText;
import dk.sentinel.compliance.agreement.AgreementVersion;
import dk.sentinel.compliance.agreement.AgreementVersions;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Asks;
import dk.sentinel.compliance.agreement.Template;
import dk.sentinel.compliance.agreement.TemplateFormat;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The operator brings the agreement's text, reads it as it will be signed and what is different
 * from the version that clinics have. Signing it is {@link PublishingController}'s.
 */
@RestController
@RequestMapping("/agreement-versions")
final class VersionController {
  private static final Problem NO_DRAFT =
      Problem.of(
          "no-draft",
          HttpStatus.NOT_FOUND,
          "No draft",
          "Bring a text first: POST /agreement-versions.");

  private final TenantTransactions transactions;
  private final AgreementVersions versions;
  private final Agreements agreements;
  private final ClinicDocuments documents;
  private final AgreementPrinter printer;
  private final Clock clock;

  VersionController(
      TenantTransactions transactions,
      AgreementVersions versions,
      Agreements agreements,
      ClinicDocuments documents,
      AgreementPrinter printer,
      Clock clock) {
    this.transactions = transactions;
    this.versions = versions;
    this.agreements = agreements;
    this.documents = documents;
    this.printer = printer;
    this.clock = clock;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<Versions> all(@AuthenticationPrincipal Caller.Person operator, ServerWebExchange exchange) {
    return transactions.inTransaction(
        platform(exchange, operator),
        transaction ->
            versions
                .published(transaction)
                .map(VersionView::of)
                .collectList()
                .zipWith(optional(versions.draft(transaction)))
                .map(both ->
                    new Versions(both.getT1(), both.getT2().map(VersionView::of).orElse(null))));
  }

  /** The example in our own wording: a start for the operator's own text. */
  @GetMapping(path = "/example", produces = MediaType.APPLICATION_JSON_VALUE)
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<String> example() {
    return Mono.fromSupplier(TemplateFormat::example);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<VersionView> bring(
      @RequestBody NewVersion asked,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    Template template = read(asked);
    int days = asked.days == null ? AgreementVersion.NOTICE_DAYS : asked.days;
    if (days < AgreementVersion.NOTICE_DAYS || days > 365) {
      throw Problem.invalid("days", "must be 30 to 365: clause 7.3 and appendix B.2").asException();
    }
    return transactions
        .inTransaction(
            platform(exchange, operator),
            transaction -> versions.bring(transaction, template, days, clock.instant()))
        .map(VersionView::of);
  }

  private static Template read(NewVersion asked) {
    String json = asked.template == null ? TemplateFormat.example() : asked.template.toString();
    if (json.length() > 300_000) {
      throw Problem.invalid("template", "must have at most 300,000 characters").asException();
    }
    TemplateFormat.Reading reading = TemplateFormat.read(json);
    return reading
        .template()
        .orElseThrow(() ->
            Problem.invalid(
                    reading.faults().stream()
                        .map(fault ->
                            new Problem.FieldError("template." + fault.place(), fault.rule()))
                        .toList())
                .asException());
  }

  /** The draft as it will be signed, and what is different from what clinics have. */
  @GetMapping("/draft")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<DraftView> draft(
      @RequestParam(required = false) @Nullable String lang,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    TextLanguage language = Language.of(lang);
    ActContext platform = platform(exchange, operator);
    return printed(platform, language)
        .zipWhen(
            printed ->
                transactions.inTransaction(
                    platform, transaction -> optional(versions.offered(transaction))),
            (printed, before) -> view(printed, before, language));
  }

  private DraftView view(
      ClinicDocuments.Printed printed, Optional<AgreementVersion> before, TextLanguage language) {
    AgreementVersion draft = printed.version();
    AgreementText text = printer.text(draft, ClinicDocuments.ANY_CLINIC, language);
    return new DraftView(
        VersionView.of(draft),
        before.map(older -> draft.template().after(older.template())).orElse(Asks.SIGNATURE).code(),
        text.title(),
        text.sections(),
        before.map(older -> ChangeView.between(older, draft, language)).orElse(List.of()),
        printed.document().sha256().hex());
  }

  @GetMapping("/draft/document")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<byte[]>> document(
      @RequestParam(required = false) @Nullable String lang,
      @AuthenticationPrincipal Caller.Person operator,
      ServerWebExchange exchange) {
    ActContext platform = platform(exchange, operator);
    return printed(platform, Language.of(lang))
        .flatMap(printed ->
            transactions
                .inTransaction(
                    platform, transaction -> agreements.read(transaction, printed.document()))
                .map(bytes -> AgreementController.pdf(printed.document(), bytes)));
  }

  private Mono<ClinicDocuments.Printed> printed(ActContext platform, TextLanguage language) {
    return transactions
        .inTransaction(platform, versions::draft)
        .switchIfEmpty(Mono.error(NO_DRAFT::asException))
        .flatMap(draft -> documents.draft(platform, draft, language));
  }

  static ActContext platform(ServerWebExchange exchange, Caller.Person operator) {
    return RequestOrigin.act(
        exchange, TenantId.PLATFORM, operator.as(PlatformRole.OPERATOR.code()));
  }

  private static <T> Mono<Optional<T>> optional(Mono<T> value) {
    return value.map(Optional::of).defaultIfEmpty(Optional.empty());
  }

  record NewVersion(@Nullable JsonNode template, @Nullable Integer days) {}

  record Versions(List<VersionView> published, @Nullable VersionView draft) {}

  record DraftView(
      VersionView version,
      String asks,
      String title,
      List<AgreementText.Section> sections,
      List<ChangeView> changes,
      String sha256) {}
}
