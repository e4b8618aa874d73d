package dk.sentinel.api.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secret of an invitation's link: 256 random bits. Only its hash is kept; who has the code may
 * accept, once they have signed in. Never printed.
 */
final class InvitationCode {
  private static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  private InvitationCode(String text) {
    this.text = text;
  }

  /** A new one. */
  static InvitationCode random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new InvitationCode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The code that somebody brought; empty when it cannot be one. */
  static Optional<InvitationCode> of(@Nullable String text) {
    return Optional.ofNullable(text)
        .filter(given -> SHAPE.matcher(given).matches())
        .map(InvitationCode::new);
  }

  /** The code as it stands in the link. */
  String text() {
    return text;
  }

  /** What is kept of it. */
  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "an invitation's code";
  }
}
