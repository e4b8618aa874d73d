package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.archive.AuditCriteria;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a search ended, and the point in the log's time at which the search began. Opaque
 * to its holder, and bound to the clinic and the criteria. It opens nothing: whoever makes one up
 * can only read another part of the same log, which they may.
 *
 * @param upTo the newest position that belongs to the search
 * @param before the smallest position already shown
 * @param expires when the search must be started again
 */
record AuditCursor(long upTo, long before, Instant expires) {
  /** How long a search can be gone on with. */
  static final Duration LIFE = Duration.ofDays(1);

  private static final byte VERSION = 1;
  private static final int HASH = 12;
  private static final int LENGTH = 1 + 3 * Long.BYTES + HASH;

  /** The text for the holder. */
  String text(UUID clinic, AuditCriteria criteria) {
    ByteBuffer bytes =
        ByteBuffer.allocate(LENGTH)
            .put(VERSION)
            .putLong(upTo)
            .putLong(before)
            .putLong(expires.getEpochSecond())
            .put(hash(clinic, criteria));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** What the text says; null when it is not one of this clinic and these criteria. */
  static @Nullable AuditCursor parse(String text, UUID clinic, AuditCriteria criteria) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() != LENGTH || bytes.get() != VERSION) {
        return null;
      }
      AuditCursor cursor =
          new AuditCursor(bytes.getLong(), bytes.getLong(), Instant.ofEpochSecond(bytes.getLong()));
      byte[] hash = new byte[HASH];
      bytes.get(hash);
      boolean makesSense = cursor.before >= 0 && cursor.before <= cursor.upTo;
      return makesSense && Arrays.equals(hash, hash(clinic, criteria)) ? cursor : null;
    } catch (IllegalArgumentException | BufferUnderflowException | java.time.DateTimeException e) {
      return null;
    }
  }

  private static byte[] hash(UUID clinic, AuditCriteria criteria) {
    try {
      byte[] text = (clinic + " " + criteria).getBytes(StandardCharsets.UTF_8);
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(text), HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
