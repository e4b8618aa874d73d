package dk.sentinel.compliance.audit.proof;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * The hashes of {@link Hashes} for whoever makes millions of them: one digest, no garbage. Not to
 * be shared between threads.
 */
public final class TreeHasher {
  private final MessageDigest digest = Hashes.sha256();
  private final byte[] folded = new byte[(TilePath.FULL + 1) * Hashes.LENGTH];

  /**
   * Writes the leaf hash of {@code length} bytes from {@code offset} to {@code into} at an index.
   */
  public void leaf(byte[] bytes, int offset, int length, byte[] into, int at) {
    digest.update(Hashes.LEAF);
    digest.update(bytes, offset, length);
    finish(into, at);
  }

  /**
   * The root of a tree over a few hashes (RFC 6962 section 2.1); the last of them may itself be the
   * root of a smaller tree than the others.
   *
   * @param hashes one after the other
   * @param count how many of them, 1 to 257
   */
  public byte[] root(byte[] hashes, int count) {
    System.arraycopy(hashes, 0, folded, 0, count * Hashes.LENGTH);
    int left = count;
    while (left > 1) {
      int pairs = left / 2;
      for (int pair = 0; pair < pairs; pair++) {
        digest.update(Hashes.NODE);
        digest.update(folded, 2 * pair * Hashes.LENGTH, 2 * Hashes.LENGTH);
        finish(folded, pair * Hashes.LENGTH);
      }
      if ((left & 1) == 1) {
        System.arraycopy(
            folded, (left - 1) * Hashes.LENGTH, folded, pairs * Hashes.LENGTH, Hashes.LENGTH);
      }
      left -= pairs;
    }
    byte[] root = new byte[Hashes.LENGTH];
    System.arraycopy(folded, 0, root, 0, Hashes.LENGTH);
    return root;
  }

  private void finish(byte[] into, int at) {
    try {
      digest.digest(into, at, Hashes.LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("a hash needs 32 bytes of room", e);
    }
  }
}
