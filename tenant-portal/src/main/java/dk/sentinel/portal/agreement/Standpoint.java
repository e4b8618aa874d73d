package dk.sentinel.portal.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a clinic stands with the versions of the agreement, as the API tells. */
record Standpoint(
    @Nullable Integer signed,
    List<Version> versions,
    String asked,
    @Nullable Instant by,
    List<Change> changes,
    boolean objected,
    boolean canObject) {
  Standpoint {
    versions = List.copyOf(Objects.requireNonNullElse(versions, List.of()));
    changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
  }

  /** Whether there is something to sign. */
  public boolean toSign() {
    return signed == null || asked.equals("signature");
  }
}
