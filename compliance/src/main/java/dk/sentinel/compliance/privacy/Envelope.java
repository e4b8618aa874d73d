package dk.sentinel.compliance.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps keys with a key: AES-256-GCM with a random nonce, written as nonce, ciphertext, tag. What a
 * wrapped key belongs to is authenticated with it, so that it opens nowhere else. Reveals its key
 * to nobody; safe for several threads.
 */
final class Envelope {
  static final int KEY_LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;

  Envelope(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** 32 random bytes. */
  static byte[] newKey() {
    byte[] fresh = new byte[KEY_LENGTH];
    RANDOM.nextBytes(fresh);
    return fresh;
  }

  /**
   * Wraps.
   *
   * @param belongsTo must be said again to unwrap
   */
  byte[] wrap(String belongsTo, byte[] content) {
    byte[] nonce = new byte[NONCE_LENGTH];
    RANDOM.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, belongsTo, content);
    byte[] wrapped = Arrays.copyOf(nonce, NONCE_LENGTH + sealed.length);
    System.arraycopy(sealed, 0, wrapped, NONCE_LENGTH, sealed.length);
    return wrapped;
  }

  /**
   * Unwraps.
   *
   * @throws IllegalStateException when it was wrapped by another key, for something else, or
   *     changed
   */
  byte[] unwrap(String belongsTo, byte[] wrapped) {
    return run(
        Cipher.DECRYPT_MODE,
        Arrays.copyOf(wrapped, NONCE_LENGTH),
        belongsTo,
        Arrays.copyOfRange(wrapped, NONCE_LENGTH, wrapped.length));
  }

  private byte[] run(int mode, byte[] nonce, String belongsTo, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a wrapped key does not fit the key that should open it", e);
    }
  }

  @Override
  public String toString() {
    return "Envelope";
  }
}
