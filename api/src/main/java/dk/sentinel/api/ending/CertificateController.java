package dk.sentinel.api.ending;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.WallClock;
import dk.sentinel.api.identity.AfterDeletion;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Language;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.api.report.Printing;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementInForce;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.agreement.seal.PdfSealer;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.ending.Certificates;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
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
 * The certificate of a deletion, sealed by the platform. Made and sealed when it is asked for first
 * and kept: everybody gets the same file ever after. Each look is recorded with the hash of what
 * was handed out.
 */
@RestController
@AfterDeletion
final class CertificateController {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateController.class);

  private static final Problem NOT_YET =
      Problem.of(
          "not-deleted",
          HttpStatus.CONFLICT,
          "Nothing is deleted yet",
          "There is a certificate when GET /clinics/{clinicId}/agreement/termination says"
              + " deleted.");

  private static final Problem SEAL_AWAY =
      Problem.of(
          "seal-away",
          HttpStatus.SERVICE_UNAVAILABLE,
          "The certificate cannot be sealed just now",
          "The data are deleted. An authority whose time stamp belongs to the seal does not answer;"
              + " try again in some minutes.");

  private final TenantTransactions transactions;
  private final Terminations terminations;
  private final Deletion deletion;
  private final Agreements agreements;
  private final AuditLog audit;
  private final LogKey key;
  private final Printing printing;
  private final EndingSettings settings;
  private final SentinelSettings.Processor processor;
  private final ObjectProvider<PdfSealer> sealer;
  private final Clock clock;
  private final Certificates certificates = new Certificates();
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
      ObjectProvider<PdfSealer> sealer,
      WallClock clock,
      SentinelSettings common) {
    this.transactions = transactions;
    this.terminations = terminations;
    this.deletion = deletion;
    this.agreements = agreements;
    this.audit = audit;
    this.key = key;
    this.printing = printing;
    this.settings = settings;
    this.sealer = sealer;
    this.clock = clock.clock();
    this.processor = common.processor();
  }

  @GetMapping("/clinics/{clinicId}/agreement/termination/certificate.pdf")
  @ForClinic({OWNER, AUDITOR})
  Mono<ResponseEntity<byte[]>> certificate(@RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return ActContext.current()
        .flatMap(act ->
            transactions
                .inTransaction(act, transaction -> handedOut(transaction, language))
                .switchIfEmpty(Mono.defer(() -> made(act, language)))
                .map(pdf -> answer(language, pdf)));
  }

  /** The certificate that is kept, recorded; empty when there is none yet. */
  private Mono<byte[]> handedOut(TenantTransaction transaction, TextLanguage language) {
    return certificates.sealed(transaction, language).flatMap(pdf -> recorded(transaction, pdf));
  }

  private Mono<byte[]> made(ActContext act, TextLanguage language) {
    return transactions
        .inTransaction(act, transaction -> read(transaction, ReportLanguage.ofTag(language.tag())))
        .switchIfEmpty(Mono.error(NOT_YET::asException))
        .flatMap(certificate -> printing.print(() -> sealed(certificate)))
        .flatMap(pdf ->
            transactions.inTransaction(
                act,
                transaction ->
                    certificates
                        .keep(transaction, language, pdf, clock.instant())
                        .flatMap(kept -> recorded(transaction, kept))));
  }

  /** A synthetic environment may have nothing to seal with: then the certificate is plain. */
  private byte[] sealed(DeletionCertificate certificate) {
    byte[] pdf = renderer.pdf(certificate);
    PdfSealer with = sealer.getIfAvailable();
    if (with == null) {
      return pdf;
    }
    try {
      return with.seal(pdf, renderer.statement(certificate));
    } catch (RuntimeException away) {
      LOG.warn("the certificate of a deletion could not be sealed", away);
      throw SEAL_AWAY.asException();
    }
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

  private Mono<byte[]> recorded(TenantTransaction transaction, byte[] pdf) {
    return audit
        .append(
            transaction,
            new ExportAct.Certificate(transaction.tenant().value(), Sha256.of(pdf).hex()))
        .thenReturn(pdf);
  }

  private static ResponseEntity<byte[]> answer(TextLanguage language, byte[] pdf) {
    String name =
        language == TextLanguage.DA ? "sentinel-slettebevis.pdf" : "sentinel-certificate.pdf";
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(pdf);
  }
}
