package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.SignedNote;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as it was found.
 *
 * @param note with its signatures, not judged yet
 * @param checkpoint what it commits to
 */
record SignedHead(SignedNote note, Checkpoint checkpoint) {
  /** Beyond any clinic's log; whoever claims more wants the reader to wait for ever. */
  private static final long MOST = 1L << 32;

  /** Reads a checkpoint; null when it is none. */
  static @Nullable SignedHead parse(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      SignedNote note = SignedNote.parse(new String(bytes, StandardCharsets.UTF_8));
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      return checkpoint.size() > MOST ? null : new SignedHead(note, checkpoint);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
