package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.KeyRotation;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import dk.sentinel.compliance.keys.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log key in a file that only its owner can read: for the local stack and tests.
 *
 * <p>After a rotation checkpoints are signed by the new key and, as long as the old one is kept, by
 * the old one as well, so that a reader who knows only the old key can still follow. Once every log
 * has such a checkpoint the operator deletes {@code log-signing-previous.key}; its public half
 * stays in {@code previous-keys/<n>.note}.
 */
public final class FileLogKey implements LogKey {
  private static final String CURRENT = "log-signing.key";
  private static final String PREVIOUS = "log-signing-previous.key";
  private static final String NEXT = "log-signing-next.key";

  private final Ed25519Key key;
  private final @Nullable Ed25519Key previous;
  private final List<KeyRotation> rotations;

  private FileLogKey(Ed25519Key key, @Nullable Ed25519Key previous, List<KeyRotation> rotations) {
    this.key = key;
    this.previous = previous;
    this.rotations = rotations;
  }

  /**
   * Opens the key in a directory and makes one first when there is none and it may.
   *
   * @param name the log's name in signatures, such as {@code sentinel.dk/log}
   * @throws IllegalStateException when there is no key and none may be made
   */
  public static FileLogKey open(Path directory, String name, boolean mayCreate) {
    byte[] current = new KeyFile(directory, CURRENT).read(mayCreate, Ed25519Key::fresh);
    KeyFile previous = new KeyFile(directory, PREVIOUS);
    return new FileLogKey(
        Ed25519Key.of(current, name),
        Files.exists(previous.path())
            ? Ed25519Key.of(previous.read(false, Ed25519Key::fresh), name)
            : null,
        KeyRotation.all(directory));
  }

  /**
   * Makes a new key that the present one vouches for, and puts it in its place. Processes that have
   * the key open go on with the old one until they are started again. A rotation that was killed is
   * taken up where it ended.
   *
   * @param at when, as the note tells
   * @return the new key
   */
  public static FileLogKey rotate(Path directory, String name, Instant at) {
    KeyFile next = new KeyFile(directory, NEXT);
    FileLogKey old = open(directory, name, false);
    Ed25519Key fresh = Ed25519Key.of(next.read(true, Ed25519Key::fresh), name);
    try {
      boolean told =
          old.rotations.stream()
              .anyMatch(done -> done.next().toString().equals(fresh.verifier().toString()));
      if (!told) {
        KeyRotation rotation = KeyRotation.of(old.verifier(), old.key, fresh.verifier(), fresh, at);
        new KeyFile(directory.resolve(KeyRotation.DIRECTORY), old.rotations.size() + 1 + ".note")
            .create(rotation.note().toString().getBytes(StandardCharsets.UTF_8));
      }
      Files.copy(
          directory.resolve(CURRENT),
          directory.resolve(PREVIOUS),
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
      Files.move(next.path(), directory.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the log signing key cannot be rotated", e);
    }
    return open(directory, name, false);
  }

  @Override
  public VerifierKey verifier() {
    return key.verifier();
  }

  @Override
  public List<KeyRotation> rotations() {
    return rotations;
  }

  @Override
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }

  @Override
  public SignedNote checkpoint(UUID clinic, long size, byte[] root) {
    SignedNote note = LogKey.super.checkpoint(clinic, size, root);
    Ed25519Key old = previous;
    if (old == null) {
      return note;
    }
    VerifierKey named = old.verifier().named(old.verifier().name() + "/" + clinic);
    return new SignedNote(
        note.text(), note.signatures() + SignedNote.sign(note.text(), named, old).signatures());
  }

  @Override
  public String toString() {
    return "FileLogKey " + key.verifier();
  }
}
