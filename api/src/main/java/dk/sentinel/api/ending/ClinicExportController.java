package dk.sentinel.api.ending;

import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.audit.ZipStream;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.identity.Standing;
import dk.sentinel.api.problem.Language;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTree;
import dk.sentinel.compliance.privacy.GateCalendar;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
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
 * Everything of a clinic as one ZIP, at any time until its deletion begins. Recorded and committed
 * before its first byte; a failure in the middle breaks the connection.
 */
@RestController
final class ClinicExportController {
  private final TenantTransactions transactions;
  private final TakenAlong along;
  private final AuditLog audit;
  private final AuditTree tree;
  private final Standing standing;
  private final Clock clock;

  ClinicExportController(
      TenantTransactions transactions,
      TakenAlong along,
      AuditLog audit,
      AuditTree tree,
      Standing standing,
      Clock clock) {
    this.transactions = transactions;
    this.along = along;
    this.audit = audit;
    this.tree = tree;
    this.standing = standing;
    this.clock = clock;
  }

  @GetMapping("/clinics/{clinicId}/export")
  @ForClinic(value = OWNER, freshSignIn = true)
  Mono<ResponseEntity<Flux<DataBuffer>>> export(
      @RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return ActContext.current()
        .flatMap(act ->
            transactions
                .inTransaction(act, transaction -> recorded(transaction, language))
                .map(taking -> answer(act, taking)));
  }

  private Mono<TakenAlong.Taking> recorded(TenantTransaction transaction, TextLanguage language) {
    return tree.head(transaction)
        .flatMap(head ->
            audit
                .append(transaction, new ExportAct.Everything(head.size()))
                .then(
                    Mono.defer(() -> along.taking(transaction, head, clock.instant(), language))));
  }

  private ResponseEntity<Flux<DataBuffer>> answer(ActContext act, TakenAlong.Taking taking) {
    LocalDate day = LocalDate.ofInstant(taking.at(), GateCalendar.DENMARK);
    String name = "sentinel-%s-%s.zip".formatted(taking.clinic().cvr(), day);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/zip"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(
            standing.whileItLasts(
                act, ZipStream.withManifest(along.files(act, taking), taking.at())));
  }
}
