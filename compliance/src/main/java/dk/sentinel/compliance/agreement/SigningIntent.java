package dk.sentinel.compliance.agreement;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * The announcement that a person is about to sign a document. It is good for one signature within
 * {@link #VALID}. Its nonce must come back in the ID token of a fresh sign-in: that is what ties
 * the sign-in to this document and to nothing else.
 *
 * @param id its id
 * @param document what is to be signed
 * @param personId who announced it
 * @param nonce base64url of SHA-256 over document hash, id and salt
 * @param salt 32 random bytes as hash-shaped hex, kept as evidence
 * @param createdAt business time
 * @param wallClockAt machine time, which auth_time is compared with
 * @param expiresAt business time
 */
public record SigningIntent(
    UUID id,
    StoredDocument document,
    String personId,
    String nonce,
    Sha256 salt,
    Instant createdAt,
    Instant wallClockAt,
    Instant expiresAt) {
  /** How long an intent can be used. */
  public static final Duration VALID = Duration.ofMinutes(10);

  static String nonce(Sha256 document, UUID intent, Sha256 salt) {
    byte[] id =
        ByteBuffer.allocate(16)
            .putLong(intent.getMostSignificantBits())
            .putLong(intent.getLeastSignificantBits())
            .array();
    byte[] hash = Sha256.of(document.bytes(), id, salt.bytes()).bytes();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
