package dk.sentinel.infra.stack;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes after RFC 6238: SHA-1, steps of 30 seconds, six digits. */
final class Totp {
  private static final int STEP_SECONDS = 30;
  private static final int MODULUS = 1_000_000;

  private Totp() {}

  /** The code of a shared secret at an instant. */
  static String code(byte[] secret, Instant at) {
    return String.format(Locale.ROOT, "%06d", truncated(secret, at) % MODULUS);
  }

  /** How many seconds the code of this instant is still good for (1 to 30). */
  static int secondsLeft(Instant at) {
    return STEP_SECONDS - Math.floorMod(at.getEpochSecond(), STEP_SECONDS);
  }

  static int truncated(byte[] secret, Instant at) {
    long counter = Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "RAW"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
      int offset = hash[hash.length - 1] & 0xf;
      return ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC-SHA1", e);
    }
  }
}
