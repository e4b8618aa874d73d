package dk.sentinel.api.report;

import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.diagnosis.DiagnosisObservation;
import java.time.Instant;
import java.util.List;

/**
 * What the databank holds for a report, as read in the transaction that recorded its opening.
 *
 * @param clinic whose it is
 * @param dataThrough when the newest data were received
 * @param readAt when this was read
 * @param diagnoses the diagnoses in force in the period
 */
record Observed(
    ReportClinic clinic,
    Instant dataThrough,
    Instant readAt,
    List<DiagnosisObservation> diagnoses) {}
