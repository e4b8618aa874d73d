package dk.sentinel.api.audit;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Language;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTree;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The whole log to take along, streamed from PostgreSQL in bounded memory. The export is recorded
 * and committed before its first byte; a failure in the middle breaks the connection, so that no
 * part looks like a whole.
 */
@RestController
final class ExportController {
  private static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;
  private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final AuditTree tree;
  private final Clock clock;
  private final MemberNameStore members = new MemberNameStore();

  ExportController(TenantTransactions transactions, AuditLog audit, AuditTree tree, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.tree = tree;
    this.clock = clock;
  }

  private record Recorded(ActContext act, long size, Map<String, String> names) {}

  @GetMapping("/clinics/{clinicId}/audit/export")
  @ForClinic({OWNER, AUDITOR})
  Mono<ResponseEntity<Flux<DataBuffer>>> export(
      @RequestParam String format, @RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return switch (format) {
      case "ndjson" -> recorded(format).map(log -> answer(NDJSON, format, lines(log)));
      case "csv" ->
          recorded(format)
              .map(log -> answer(CSV, format, rows(log, new CsvExport(language, log.names()))));
      default -> throw Problem.invalid("format", "must be ndjson or csv").asException();
    };
  }

  private Mono<Recorded> recorded(String format) {
    return ActContext.current()
        .flatMap(act ->
            transactions.inTransaction(act, transaction -> recorded(transaction, act, format)));
  }

  private Mono<Recorded> recorded(TenantTransaction transaction, ActContext act, String format) {
    return tree.head(transaction)
        .flatMap(head ->
            audit
                .append(transaction, new LogExport(format, head.size()))
                .then(Mono.defer(() -> members.names(transaction)))
                .map(names -> new Recorded(act, head.size(), names)));
  }

  private Flux<String> lines(Recorded log) {
    return tree.entries(transactions, log.act(), log.size())
        .map(canonical -> new String(canonical, StandardCharsets.UTF_8) + "\n");
  }

  private Flux<String> rows(Recorded log, CsvExport csv) {
    return tree.entries(transactions, log.act(), log.size())
        .map(canonical -> AuditEntry.parse(new String(canonical, StandardCharsets.UTF_8)))
        .index((position, entry) -> csv.line(position, entry))
        .startWith(csv.header());
  }

  private ResponseEntity<Flux<DataBuffer>> answer(
      MediaType type, String extension, Flux<String> lines) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return ResponseEntity.ok()
        .contentType(type)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("sentinel-audit-log-" + today + "." + extension)
                .build()
                .toString())
        .body(
            lines
                .buffer(64)
                .map(some ->
                    DefaultDataBufferFactory.sharedInstance.wrap(
                        String.join("", some).getBytes(StandardCharsets.UTF_8))));
  }
}
