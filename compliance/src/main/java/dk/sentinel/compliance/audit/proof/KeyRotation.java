package dk.sentinel.compliance.audit.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A log key handed over to its successor. The note is signed by both, so that whoever trusts the
 * old key can trust the new one.
 *
 * @param old the key until then
 * @param next the key from then on
 * @param at when
 * @param note what says so
 */
public record KeyRotation(VerifierKey old, VerifierKey next, Instant at, SignedNote note) {
  /** The first line of the note's text. */
  public static final String TITLE = "sentinel.dk/log-key-rotation/v1";

  /** Where the notes are, in the directory of the keys and in a proof package. */
  public static final String DIRECTORY = "previous-keys";

  /** The rotations that a directory of keys tells, oldest first. */
  public static List<KeyRotation> all(Path keys) {
    List<KeyRotation> notes = new ArrayList<>();
    try {
      Path note = keys.resolve(DIRECTORY).resolve("1.note");
      while (Files.exists(note)) {
        notes.add(parse(Files.readString(note)));
        note = keys.resolve(DIRECTORY).resolve(notes.size() + 1 + ".note");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the notes of earlier keys cannot be read", e);
    }
    return List.copyOf(notes);
  }

  /** Hands over. */
  public static KeyRotation of(
      VerifierKey old,
      SignedNote.Ed25519Signer oldSigner,
      VerifierKey next,
      SignedNote.Ed25519Signer nextSigner,
      Instant at) {
    Instant second = at.truncatedTo(ChronoUnit.SECONDS);
    String text = TITLE + "\n" + old + "\n" + next + "\n" + second + "\n";
    SignedNote byOld = SignedNote.sign(text, old, oldSigner);
    SignedNote byNext = SignedNote.sign(text, next, nextSigner);
    return new KeyRotation(
        old, next, second, new SignedNote(text, byOld.signatures() + byNext.signatures()));
  }

  /**
   * Reads a note and checks both signatures.
   *
   * @throws IllegalArgumentException when it is no such note or a signature does not hold
   */
  public static KeyRotation parse(String text) {
    SignedNote note = SignedNote.parse(text);
    List<String> lines = note.text().lines().toList();
    if (lines.size() != 4 || !lines.getFirst().equals(TITLE)) {
      throw new IllegalArgumentException("not the note of a key's rotation");
    }
    VerifierKey old = VerifierKey.parse(lines.get(1));
    VerifierKey next = VerifierKey.parse(lines.get(2));
    if (!note.signedBy(old) || !note.signedBy(next)) {
      throw new IllegalArgumentException("a key's rotation must be signed by both keys");
    }
    return new KeyRotation(old, next, Instant.parse(lines.get(3)), note);
  }
}
