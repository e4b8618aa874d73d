package dk.sentinel.api.ending;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.identity.AfterDeletion;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Language;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.api.report.Printing;
import dk.sentinel.compliance.agreement.AgreementInForce;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.ending.Deleted;
import dk.sentinel.compliance.ending.Deletion;
import dk.sentinel.compliance.ending.Termination;
import dk.sentinel.compliance.ending.Terminations;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ending.DeletionCertificate;
import dk.sentinel.reports.ending.DeletionCertificate.Company;
import dk.sentinel.reports.render.CertificateRenderer;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The certificate of a deletion. Made from what the deletion noted, so it is the same each time in
 * one release; each look is recorded with the hash of what was handed out.
 */
@RestController
@AfterDeletion
final class CertificateController {
  private static final Problem NOT_YET =
      Problem.of(
          "not-deleted",
          HttpStatus.CONFLICT,
          "Nothing is deleted yet",
          "There is a certificate when GET /clinics/{clinicId}/agreement/termination says"
              + " deleted.");

  private final TenantTransactions transactions;
  private final Terminations terminations;
  private final Deletion deletion;
  private final Agreements agreements;
  private final AuditLog audit;
  private final LogKey key;
  private final Printing printing;
  private final EndingSettings settings;
  private final SentinelSettings.Processor processor;
  private final CertificateRenderer renderer = new CertificateRenderer();

  CertificateController(
      TenantTransactions transactions,
      Terminations terminations,
      Deletion deletion,
      Agreements agreements,
      AuditLog audit,
      LogKey key,
      Printing printing,
      EndingSettings settings,
      SentinelSettings common) {
    this.transactions = transactions;
    this.terminations = terminations;
    this.deletion = deletion;
    this.agreements = agreements;
    this.audit = audit;
    this.key = key;
    this.printing = printing;
    this.settings = settings;
    this.processor = common.processor();
  }

  @GetMapping("/clinics/{clinicId}/agreement/termination/certificate.pdf")
  @ForClinic({OWNER, AUDITOR})
  Mono<ResponseEntity<byte[]>> certificate(@RequestParam(required = false) @Nullable String lang) {
    ReportLanguage language = ReportLanguage.ofTag(Language.of(lang).tag());
    return ActContext.current()
        .flatMap(act ->
            transactions
                .inTransaction(act, transaction -> read(transaction, language))
                .switchIfEmpty(Mono.error(NOT_YET::asException))
                .flatMap(certificate -> printing.print(() -> renderer.pdf(certificate)))
                .flatMap(pdf -> recorded(act, pdf))
                .map(pdf -> answer(language, pdf)));
  }

  private Mono<DeletionCertificate> read(TenantTransaction transaction, ReportLanguage language) {
    return terminations
        .current(transaction)
        .filter(termination -> termination.stage() == Termination.Stage.DELETED)
        .flatMap(termination ->
            Mono.zip(
                    agreements.controller(transaction),
                    agreements.inForce(transaction),
                    deletion.deleted(transaction))
                .map(read ->
                    certificate(
                        transaction,
                        language,
                        termination,
                        read.getT1(),
                        read.getT2(),
                        read.getT3())));
  }

  private DeletionCertificate certificate(
      TenantTransaction transaction,
      ReportLanguage language,
      Termination termination,
      Party controller,
      AgreementInForce agreement,
      Deleted deleted) {
    Instant deletedAt = Objects.requireNonNull(termination.deletedAt());
    return new DeletionCertificate(
        language,
        new Company(controller.name(), controller.cvr()),
        new Company(processor.name(), processor.cvr()),
        agreement.version(),
        termination.at(),
        termination.by(),
        Objects.requireNonNull(termination.begunAt()),
        deletedAt,
        deletedAt.plus(settings.backups()),
        deleted.gone().entrySet().stream()
            .map(each -> new DeletionCertificate.Gone(each.getKey(), each.getValue()))
            .toList(),
        deleted.keys(),
        Deletion.keysSha256(deleted.keys()),
        key.verifierFor(transaction.tenant().value()).name());
  }

  private Mono<byte[]> recorded(ActContext act, byte[] pdf) {
    return transactions
        .inTransaction(
            act,
            transaction ->
                audit.append(
                    transaction,
                    new ExportAct.Certificate(transaction.tenant().value(), Sha256.of(pdf).hex())))
        .thenReturn(pdf);
  }

  private static ResponseEntity<byte[]> answer(ReportLanguage language, byte[] pdf) {
    String name =
        language == ReportLanguage.DA ? "sentinel-slettebevis.pdf" : "sentinel-certificate.pdf";
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(pdf);
  }
}
