package dk.sentinel.compliance.audit.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public key of a log in the form of C2SP signed-note: {@code name+hash+base64}, algorithm
 * Ed25519 (0x01).
 */
public final class VerifierKey {
  private static final byte ED25519 = 1;
  private static final int RAW_LENGTH = 32;

  /** What stands before the 32 raw bytes in an X.509 SubjectPublicKeyInfo of Ed25519 (RFC 8410). */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] raw;

  private VerifierKey(String name, byte[] raw) {
    this.name = name;
    this.raw = raw;
  }

  /**
   * The verifier key of a public key.
   *
   * @param name the signer's name; no spaces, no plus
   * @param key an Ed25519 key
   */
  public static VerifierKey of(String name, PublicKey key) {
    byte[] encoded = key.getEncoded();
    if (encoded == null
        || encoded.length != SPKI_PREFIX.length + RAW_LENGTH
        || !Arrays.equals(encoded, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
      throw new IllegalArgumentException("a verifier key is made of an Ed25519 public key");
    }
    return new VerifierKey(name, Arrays.copyOfRange(encoded, SPKI_PREFIX.length, encoded.length));
  }

  /**
   * Reads {@code name+hash+base64}.
   *
   * @throws IllegalArgumentException when it is not one or its hash does not fit
   */
  public static VerifierKey parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a verifier key reads name+hash+base64");
    }
    byte[] typed = Base64.getDecoder().decode(parts[2]);
    if (typed.length != RAW_LENGTH + 1 || typed[0] != ED25519) {
      throw new IllegalArgumentException("only Ed25519 verifier keys are known");
    }
    VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().formatHex(key.id()).equals(parts[1])) {
      throw new IllegalArgumentException("the hash in the verifier key does not fit the key");
    }
    return key;
  }

  /** The signer's name. */
  public String name() {
    return name;
  }

  /** The same public key under another name; its id in signatures differs. */
  public VerifierKey named(String otherName) {
    return new VerifierKey(otherName, raw);
  }

  /**
   * The key under the name of a log. One key signs many logs, each under a name that begins with
   * the key's own and a slash; of any other log it stays as it is.
   */
  public VerifierKey forLog(String log) {
    return log.startsWith(name + "/") ? named(log) : this;
  }

  /** Whether both are the same public key under the same name. */
  public boolean isSameAs(VerifierKey other) {
    return name.equals(other.name) && Arrays.equals(raw, other.raw);
  }

  /** The four bytes that name the key in a note's signature line. */
  byte[] id() {
    MessageDigest digest = Hashes.sha256();
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest.digest(typed()), 4);
  }

  boolean verifies(byte[] message, byte[] signature) {
    try {
      byte[] encoded = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + RAW_LENGTH);
      System.arraycopy(raw, 0, encoded, SPKI_PREFIX.length, RAW_LENGTH);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private byte[] typed() {
    byte[] typed = new byte[RAW_LENGTH + 1];
    typed[0] = ED25519;
    System.arraycopy(raw, 0, typed, 1, RAW_LENGTH);
    return typed;
  }

  @Override
  public String toString() {
    return name
        + "+"
        + HexFormat.of().formatHex(id())
        + "+"
        + Base64.getEncoder().encodeToString(typed());
  }
}
