package dk.sentinel.compliance.privacy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a gate is open.
 *
 * @param gate which
 * @param since when it was opened, business time; null while it is closed
 */
public record GateState(Gate gate, @Nullable Instant since) {
  /** Whether it is open. */
  public boolean isOpen() {
    return since != null;
  }
}
