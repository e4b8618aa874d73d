package dk.sentinel.infra.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes as the realm {@code mitid} expects them: RFC 6238, SHA-1, 30 s, six digits. */
public final class Totp {
  private static final int PERIOD_SECONDS = 30;

  private Totp() {}

  /** The code of a moment for a shared secret. */
  public static String code(String secret, Instant now) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] hash =
          mac.doFinal(
              ByteBuffer.allocate(Long.BYTES)
                  .putLong(Math.floorDiv(now.getEpochSecond(), (long) PERIOD_SECONDS))
                  .array());
      int offset = hash[hash.length - 1] & 0x0f;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
      return String.format("%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }
}
