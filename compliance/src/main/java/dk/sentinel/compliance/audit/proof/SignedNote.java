package dk.sentinel.compliance.audit.proof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A text with signatures (C2SP signed-note): the text, an empty line, and a line {@code — name
 * base64(key id, signature)} for each signature.
 *
 * @param text ends with a line feed
 * @param signatures the signature lines, each ended by a line feed
 */
public record SignedNote(String text, String signatures) {
  private static final String DASH = "— ";
  private static final int KEY_ID_LENGTH = 4;

  /** Signs a text. */
  public static SignedNote sign(String text, VerifierKey key, Ed25519Signer signer) {
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] line = Arrays.copyOf(key.id(), KEY_ID_LENGTH + signature.length);
    System.arraycopy(signature, 0, line, KEY_ID_LENGTH, signature.length);
    return new SignedNote(
        text, DASH + key.name() + " " + Base64.getEncoder().encodeToString(line) + "\n");
  }

  /**
   * Reads a note without judging its signatures.
   *
   * @throws IllegalArgumentException when there is no text and signature to tell apart
   */
  public static SignedNote parse(String note) {
    int gap = note.lastIndexOf("\n\n");
    if (gap < 0 || !note.endsWith("\n")) {
      throw new IllegalArgumentException("not a signed note: text, empty line, signatures");
    }
    return new SignedNote(note.substring(0, gap + 1), note.substring(gap + 2));
  }

  /** Whether one of the signatures is this key's and holds. */
  public boolean signedBy(VerifierKey key) {
    return signatures
        .lines()
        .filter(line -> line.startsWith(DASH + key.name() + " "))
        .map(line -> line.substring((DASH + key.name() + " ").length()))
        .anyMatch(encoded -> holds(key, encoded));
  }

  private boolean holds(VerifierKey key, String encoded) {
    byte[] line;
    try {
      line = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return line.length > KEY_ID_LENGTH
        && Arrays.equals(Arrays.copyOf(line, KEY_ID_LENGTH), key.id())
        && key.verifies(
            text.getBytes(StandardCharsets.UTF_8),
            Arrays.copyOfRange(line, KEY_ID_LENGTH, line.length));
  }

  @Override
  public String toString() {
    return text + "\n" + signatures;
  }

  /** Whoever holds a signing key: a file today, a hardware module tomorrow. */
  @FunctionalInterface
  public interface Ed25519Signer {
    /** The 64 bytes of an Ed25519 signature (RFC 8032). */
    byte[] sign(byte[] message);
  }
}
