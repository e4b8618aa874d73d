package dk.sentinel.compliance.ending;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A termination that was not taken back. All times are business time.
 *
 * @param at when an owner terminated the agreement: nothing is captured from then on
 * @param by the owner's name
 * @param deleteFrom from when on the clinic's data are deleted
 * @param begunAt when their deletion began; null before
 * @param deletedAt when nothing was left to delete; null before
 */
public record Termination(
    Instant at,
    String by,
    Instant deleteFrom,
    @Nullable Instant begunAt,
    @Nullable Instant deletedAt) {

  /** How far it has come. */
  public enum Stage {
    /** Nothing is captured; data are read and taken along; it can be taken back. */
    NOTICE("notice"),
    /** The data are being deleted. */
    DELETING("deleting"),
    /** The data are deleted. */
    DELETED("deleted");

    private final String code;

    Stage(String code) {
      this.code = code;
    }

    /** The word in contracts. */
    public String code() {
      return code;
    }
  }

  /** How far it has come. */
  public Stage stage() {
    if (deletedAt != null) {
      return Stage.DELETED;
    }
    return begunAt != null ? Stage.DELETING : Stage.NOTICE;
  }
}
