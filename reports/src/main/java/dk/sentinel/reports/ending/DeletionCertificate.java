package dk.sentinel.reports.ending;

import dk.sentinel.reports.ReportLanguage;
import java.time.Instant;
import java.util.List;

/**
 * The confirmation that what was kept for a clinic is deleted, as it is printed: equal certificates
 * are printed as equal bytes.
 *
 * @param language of the texts
 * @param controller the clinic
 * @param processor who deleted
 * @param agreement the version of the agreement that ended
 * @param terminatedAt when it was terminated
 * @param terminatedBy the owner who did it
 * @param begunAt when the deletion began
 * @param deletedAt when nothing was left; also the creation date inside the PDF
 * @param backupsGoneBy when backups hold nothing of it any more
 * @param gone what was deleted, in the order in which it went
 * @param keys ids of the destroyed keys, sorted
 * @param keysSha256 the hash of these ids, a line each, as the log has it
 * @param log the name of the clinic's log
 */
public record DeletionCertificate(
    ReportLanguage language,
    Company controller,
    Company processor,
    int agreement,
    Instant terminatedAt,
    String terminatedBy,
    Instant begunAt,
    Instant deletedAt,
    Instant backupsGoneBy,
    List<Gone> gone,
    List<String> keys,
    String keysSha256,
    String log) {
  /** Keeps its own copies of the lists. */
  public DeletionCertificate {
    gone = List.copyOf(gone);
    keys = List.copyOf(keys);
  }

  /**
   * One of the two companies.
   *
   * @param name its name
   * @param cvr its company number
   */
  public record Company(String name, String cvr) {}

  /**
   * How much of a kind was deleted or ended.
   *
   * @param kind such as {@code diagnoses}
   * @param count how many
   */
  public record Gone(String kind, long count) {}
}
