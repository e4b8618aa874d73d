package dk.sentinel.portal.ending;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the agreement's end stands, as the API tells it.
 *
 * @param state runs, notice, deleting or deleted
 * @param terminatedAt when an owner ended the agreement
 * @param by her name
 * @param deleteFrom from when on everything is deleted, or would be
 * @param deletedAt when nothing was left
 * @param backupsGoneBy when backups hold nothing of it any more
 * @param canBeTakenBack whether it can
 * @param gone what was deleted so far
 * @param keysDestroyed how many keys were destroyed
 */
record Ending(
    String state,
    @Nullable Instant terminatedAt,
    @Nullable String by,
    Instant deleteFrom,
    @Nullable Instant deletedAt,
    @Nullable Instant backupsGoneBy,
    boolean canBeTakenBack,
    List<Gone> gone,
    int keysDestroyed) {
  Ending {
    gone = List.copyOf(Objects.requireNonNullElse(gone, List.of()));
  }

  record Gone(String kind, long count) {}

  /** Whether the clinic has only its log and its certificate left. */
  public boolean over() {
    return state.equals("deleting") || state.equals("deleted");
  }
}
