package dk.sentinel.reports.render;

import dk.sentinel.reports.audit.AuditReport;

/**
 * Prints summaries of audit logs. Any number of threads may share one renderer. Rendering computes
 * and blocks: call it on a bounded scheduler, never on an event loop.
 */
public final class AuditRenderer {
  private static final String TEMPLATE = "audit";

  /** Compiles the templates and loads the fonts now; may be called again at no cost. */
  public void prepare() {
    Printable.text("");
    Templates.get(TEMPLATE);
    Templates.get("items");
  }

  /**
   * The summary as PDF/A-2u.
   *
   * @throws RenderingException when the document cannot be made
   */
  public byte[] pdf(AuditReport report) {
    AuditWords words = new AuditWords(report);
    return PdfArchive.bytes(
        Templates.fill(TEMPLATE, AuditPdf.parameters(report, words), new AuditRows(report).all()),
        new PdfArchive.Details(
            words.get("audit.name") + " – " + words.clinic(),
            words.period(),
            report.language(),
            report.generatedAt()));
  }
}
