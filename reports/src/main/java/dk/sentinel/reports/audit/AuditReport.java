package dk.sentinel.reports.audit;

import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a clinic's audit log for its owner and for the auditor who reviews the processor.
 * Equal reports are printed as equal bytes.
 *
 * @param clinic whose log it is
 * @param from the first day that was asked for; null for the log's beginning
 * @param to the last day that was asked for; null for the log's end
 * @param generatedAt when the log was counted
 * @param language that it is printed in
 * @param head what the log had signed then
 * @param names of the clinic's own people by the ids that the log has
 * @param summary the counts
 */
public record AuditReport(
    ReportClinic clinic,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    Instant generatedAt,
    ReportLanguage language,
    Head head,
    Map<String, String> names,
    AuditSummary summary) {

  /** Keeps its own copy of the names. */
  public AuditReport {
    names = Map.copyOf(names);
  }

  /**
   * What the log commits to, and who signed it.
   *
   * @param log its name
   * @param size how many entries
   * @param root of the Merkle tree, in base64
   * @param verifierKey the public key in the form of C2SP signed-note, {@code name+id+key}
   * @param checkpoint the signed note that says so, as it was signed
   */
  public record Head(String log, long size, String root, String verifierKey, String checkpoint) {}
}
