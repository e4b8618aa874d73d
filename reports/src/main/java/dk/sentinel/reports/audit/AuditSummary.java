package dk.sentinel.reports.audit;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A period of an audit log, counted.
 *
 * @param acts how many acts
 * @param first when the first of them was recorded; null when there is none
 * @param last when the last of them was recorded; null when there is none
 * @param actions by what was done; what was refused or failed is told apart, with the outcome after
 *     a space
 * @param actors by who did it
 * @param purposes by why
 * @param outcomes by how it ended
 * @param months by month in the Danish calendar, in order, without those that have none
 * @param refusals acts that were refused or failed
 * @param changes of members, agreements, consents, enrolments, systems, and erasures
 * @param exports what was taken along
 * @param looks what the operator and auditors did
 */
public record AuditSummary(
    long acts,
    @Nullable Instant first,
    @Nullable Instant last,
    List<Count> actions,
    List<Count> actors,
    List<Count> purposes,
    List<Count> outcomes,
    List<Month> months,
    Listing refusals,
    Listing changes,
    Listing exports,
    Listing looks) {

  /**
   * How often.
   *
   * @param word of the log: an action, an actor's id, a purpose or an outcome; empty for all that
   *     there was no room for
   * @param count how many acts
   */
  public record Count(String word, long count) {}

  /**
   * The acts of a month.
   *
   * @param month which
   * @param count how many
   */
  public record Month(YearMonth month, long count) {}

  /**
   * The first acts of a kind, in the order of the log.
   *
   * @param total how many there are
   * @param lines at most {@link AuditTally#MOST_LINES} of them
   */
  public record Listing(long total, List<Line> lines) {
    /** How many are not listed. */
    public long more() {
      return total - lines.size();
    }
  }

  /**
   * An act of a listing.
   *
   * @param position in the log
   * @param at when it was recorded
   * @param actor who acted
   * @param role as what
   * @param action what was done
   * @param outcome how it ended
   * @param object what it was done to: a kind
   * @param objectId its id, when it has one
   * @param fact the fact that tells most: a refusal's reason, an export's format, a member's role
   */
  public record Line(
      long position,
      Instant at,
      String actor,
      String role,
      String action,
      String outcome,
      String object,
      @Nullable String objectId,
      @Nullable String fact) {}
}
