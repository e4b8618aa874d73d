package dk.sentinel.reports.diagnosis;

import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The report "Diagnosekodning" of one clinic, whole: equal reports are printed as equal bytes. Its
 * language is the language of the figures' labels.
 *
 * @param id names this very report; printed on it, and fit for the audit entry of its opening
 * @param clinic whose figures these are
 * @param generatedAt when the figures were read
 * @param dataThrough when the newest data of the clinic were received, or null when none ever were
 * @param figures the figures
 */
public record DiagnosisReport(
    UUID id,
    ReportClinic clinic,
    Instant generatedAt,
    @Nullable Instant dataThrough,
    DiagnosisFigures figures) {

  /** The language the report is printed in. */
  public ReportLanguage language() {
    return figures.language();
  }
}
