package dk.sentinel.api.audit;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.AfterDeletion;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.identity.Standing;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTree;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Scope;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The log to take along, streamed from PostgreSQL in bounded memory. The export is recorded and
 * committed before its first byte; a failure in the middle breaks the connection, so that what came
 * so far does not look like a whole; so does the end of the role in which it was asked for.
 */
@RestController
@AfterDeletion
final class ExportController {
  private static final Set<String> PARAMETERS = Set.of("format", "from", "to", "lang");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final AuditTree tree;
  private final Clock clock;
  private final Standing standing;
  private final List<ExportFormat> formats;
  private final ExportStore store = new ExportStore();
  private final MemberNameStore members = new MemberNameStore();

  ExportController(
      TenantTransactions transactions,
      AuditLog audit,
      AuditTree tree,
      Clock clock,
      Standing standing,
      List<ExportFormat> formats) {
    this.transactions = transactions;
    this.audit = audit;
    this.tree = tree;
    this.clock = clock;
    this.standing = standing;
    this.formats = formats;
  }

  /** What is asked for, checked. */
  private record Asked(ExportFormat format, ExportPeriod period, TextLanguage language) {
    Asked within(Scope scope) {
      return scope.isWholeLog() ? this : new Asked(format, period.within(scope), language);
    }
  }

  @GetMapping("/clinics/{clinicId}/audit/export")
  @ForClinic(
      value = {OWNER, AUDITOR},
      freshSignIn = true)
  Mono<ResponseEntity<Flux<DataBuffer>>> export(
      @RequestParam MultiValueMap<String, String> parameters) {
    Fields fields = new Fields();
    Asked asked = asked(fields, parameters);
    return fields.areBroken()
        ? refused(fields)
        : ActContext.current().flatMap(act -> export(act, asked.within(act.scope())));
  }

  private Mono<ResponseEntity<Flux<DataBuffer>>> export(ActContext act, Asked asked) {
    if (!act.scope().isWholeLog() && !asked.format().comesInParts()) {
      return refused(RefusedLogExport.OUTSIDE_PERIOD)
          .then(Mono.error(LogPlace.OUTSIDE_PERIOD::asException));
    }
    return transactions
        .inTransaction(act, transaction -> recorded(transaction, act, asked))
        .map(log -> answer(act, asked, log));
  }

  private <T> Mono<T> refused(Fields fields) {
    return refused(RefusedLogExport.INVALID_REQUEST)
        .then(Mono.fromRunnable(fields::refuseIfBroken));
  }

  private Mono<Void> refused(String reason) {
    return transactions
        .inTransaction(transaction -> audit.append(transaction, new RefusedLogExport(reason)))
        .then();
  }

  private Asked asked(Fields fields, MultiValueMap<String, String> parameters) {
    fields.require(
        PARAMETERS.containsAll(parameters.keySet())
            && parameters.values().stream().allMatch(values -> values.size() == 1),
        "query",
        "must have no parameters but format, from, to and lang, each once");
    ExportFormat format = format(fields, parameters.getFirst("format"));
    ExportPeriod period =
        ExportPeriod.of(fields, parameters.getFirst("from"), parameters.getFirst("to"));
    fields.require(
        period.isWhole() || format.comesInParts(),
        "from",
        "must not be given with " + format.code() + ", which is always the whole log");
    Optional<TextLanguage> language = TextLanguage.of(parameters.getFirst("lang"));
    fields.require(language.isPresent(), "lang", "must be da or en");
    return new Asked(format, period, language.orElse(TextLanguage.DA));
  }

  private ExportFormat format(Fields fields, @Nullable String code) {
    List<ExportFormat> named =
        formats.stream().filter(format -> format.code().equals(code)).toList();
    fields.require(!named.isEmpty(), "format", "must be one of " + codes());
    return named.isEmpty() ? formats.getFirst() : named.getFirst();
  }

  private String codes() {
    return String.join(", ", formats.stream().map(ExportFormat::code).sorted().toList());
  }

  private Mono<ExportedLog> recorded(TenantTransaction transaction, ActContext act, Asked asked) {
    return tree.head(transaction)
        .flatMap(head ->
            audit
                .append(
                    transaction, new LogExport(asked.format().code(), asked.period(), head.size()))
                .then(
                    Mono.defer(
                        () -> Mono.zip(store.clinic(transaction), members.names(transaction))))
                .map(read ->
                    new ExportedLog(
                        read.getT1(),
                        head,
                        clock.instant(),
                        asked.period(),
                        asked.language(),
                        read.getT2(),
                        entries(act, head.size()))));
  }

  private Flux<AuditTree.Placed> entries(ActContext act, long size) {
    return act.scope().isWholeLog()
        ? tree.entries(transactions, act, size).index(AuditTree.Placed::new)
        : tree.reached(transactions, act, size);
  }

  private ResponseEntity<Flux<DataBuffer>> answer(ActContext act, Asked asked, ExportedLog log) {
    return ResponseEntity.ok()
        .contentType(asked.format().type())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name(asked, log)).build().toString())
        .body(standing.whileItLasts(act, asked.format().body(log)));
  }

  private static String name(Asked asked, ExportedLog log) {
    LocalDate taken = LocalDate.ofInstant(log.takenAt(), ExportPeriod.DENMARK);
    String part = asked.period().isWhole() ? "" : "-part-" + asked.period().text();
    return "sentinel-audit-log-" + taken + part + "." + asked.format().extension();
  }
}
