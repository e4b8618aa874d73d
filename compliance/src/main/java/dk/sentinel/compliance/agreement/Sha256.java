package dk.sentinel.compliance.agreement;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 hash.
 *
 * @param hex 64 lower-case hex digits
 */
public record Sha256(String hex) {
  /** Checks the shape. */
  public Sha256 {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a SHA-256 hash is 64 lower-case hex digits");
    }
  }

  /** The hash of these parts, one after the other. */
  public static Sha256 of(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return ofBytes(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash from its 32 bytes. */
  public static Sha256 ofBytes(byte[] hash) {
    return new Sha256(HexFormat.of().formatHex(hash));
  }

  /** The hash from what a caller sent; empty when it is none. */
  public static Optional<Sha256> parse(@Nullable String text) {
    return text != null && text.matches("[0-9a-f]{64}")
        ? Optional.of(new Sha256(text))
        : Optional.empty();
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
