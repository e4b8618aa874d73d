package dk.sentinel.reports.render;

import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.diagnosis.DiagnosisCodeLabels;
import dk.sentinel.reports.diagnosis.DiagnosisFigures;
import dk.sentinel.reports.diagnosis.DiagnosisObservation;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import dk.sentinel.reports.diagnosis.Sex;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * Prints reports. Any number of threads may share one renderer.
 *
 * <p>Rendering computes and blocks: call it on a bounded scheduler, never on an event loop, and
 * after the transaction that recorded the opening has committed. The first document of a process
 * takes a second or two longer, because the templates are compiled then; {@link #prepare()} takes
 * that time at start-up instead. A document is made whole in memory before its first byte is
 * written, so a failure leaves the stream untouched.
 */
public final class ReportRenderer {

  /** Compiles the templates and loads fonts and libraries by printing a small invented report. */
  public void prepare() {
    LocalDate day = LocalDate.EPOCH;
    DiagnosisFigures figures =
        DiagnosisFigures.of(
            new ReportPeriod(day, day),
            List.of(new DiagnosisObservation("L03", new UUID(0, 0), Sex.UNSTATED, null, day)),
            DiagnosisCodeLabels.own(ReportLanguage.DA));
    ReportClinic nobody = new ReportClinic("", "", List.of());
    DiagnosisReport report =
        new DiagnosisReport(new UUID(0, 0), nobody, Instant.EPOCH, null, figures);
    pdf(report);
    xlsx(report);
  }

  /**
   * Writes the report as PDF/A-2u and leaves the stream open.
   *
   * @throws IOException when the stream refuses
   * @throws RenderingException when the document cannot be made
   */
  public void renderPdf(DiagnosisReport report, OutputStream out) throws IOException {
    out.write(DiagnosisPdf.bytes(report));
  }

  /**
   * Writes the report as an Excel workbook and leaves the stream open.
   *
   * @throws IOException when the stream refuses
   * @throws RenderingException when the document cannot be made
   */
  public void renderXlsx(DiagnosisReport report, OutputStream out) throws IOException {
    out.write(DiagnosisXlsx.bytes(report));
  }

  /**
   * The report as PDF/A-2u.
   *
   * @throws RenderingException when the document cannot be made
   */
  public byte[] pdf(DiagnosisReport report) {
    return DiagnosisPdf.bytes(report);
  }

  /**
   * The report as an Excel workbook.
   *
   * @throws RenderingException when the document cannot be made
   */
  public byte[] xlsx(DiagnosisReport report) {
    return DiagnosisXlsx.bytes(report);
  }
}
