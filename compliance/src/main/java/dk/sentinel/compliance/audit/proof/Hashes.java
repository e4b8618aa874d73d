package dk.sentinel.compliance.audit.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of a Merkle tree (RFC 6962 section 2.1): SHA-256, leaves and nodes told apart. */
public final class Hashes {
  /** The length of every hash in bytes. */
  public static final int LENGTH = 32;

  static final byte LEAF = 0;
  static final byte NODE = 1;

  private Hashes() {}

  /** The hash of an entry's canonical bytes as a leaf. */
  public static byte[] leaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return digest.digest(entry);
  }

  /** The hash of two neighbouring subtrees. */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  /** The root of the empty tree: the hash of nothing. */
  public static byte[] empty() {
    return sha256().digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
