package dk.sentinel.api.audit;

import dk.sentinel.api.report.Printing;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.audit.AuditReport;
import dk.sentinel.reports.audit.AuditSummary;
import dk.sentinel.reports.audit.AuditTally;
import dk.sentinel.reports.render.AuditRenderer;
import java.util.Base64;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * A summary on paper for the owner and the auditor. The log is counted in one pass as it is read;
 * only the counts and the first acts of each list are kept.
 */
@Component
final class PdfFormat implements ExportFormat {
  private final LogKey key;
  private final Printing printing;
  private final AuditRenderer renderer = new AuditRenderer();

  PdfFormat(LogKey key, Printing printing) {
    this.key = key;
    this.printing = printing;
    printing.prepare(renderer::prepare);
  }

  @Override
  public String code() {
    return "pdf";
  }

  @Override
  public MediaType type() {
    return MediaType.APPLICATION_PDF;
  }

  @Override
  public boolean comesInParts() {
    return true;
  }

  @Override
  public Flux<DataBuffer> body(ExportedLog log) {
    return log.entries()
        .reduceWith(AuditTally::new, PdfFormat::counted)
        .map(AuditTally::summary)
        .flatMap(summary -> printing.print(() -> renderer.pdf(report(log, summary))))
        .<DataBuffer>map(DefaultDataBufferFactory.sharedInstance::wrap)
        .flux();
  }

  private static AuditTally counted(AuditTally tally, ExportedLog.Placed placed) {
    tally.add(placed.position(), placed.entry());
    return tally;
  }

  private AuditReport report(ExportedLog log, AuditSummary summary) {
    return new AuditReport(
        new ReportClinic(log.clinic().name(), log.clinic().cvr(), List.of()),
        log.period().from(),
        log.period().to(),
        log.takenAt(),
        ReportLanguage.ofTag(log.language().tag()),
        head(log),
        log.names(),
        summary);
  }

  private AuditReport.Head head(ExportedLog log) {
    Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(log.head().note()).text());
    return new AuditReport.Head(
        checkpoint.origin(),
        checkpoint.size(),
        Base64.getEncoder().encodeToString(checkpoint.root()),
        key.verifierFor(log.clinic().id()).toString(),
        log.head().note());
  }
}
