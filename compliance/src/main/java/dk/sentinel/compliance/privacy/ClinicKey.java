package dk.sentinel.compliance.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A clinic's own key, unwrapped: blinds names, and wraps the keys of the clinic's people, each
 * bound to the clinic and the person it belongs to.
 */
final class ClinicKey {
  private static final String WRAPPING = "sentinel person key wrapping";
  private static final HexFormat HEX = HexFormat.of();

  private final UUID clinic;
  private final byte[] key;
  private final Envelope envelope;

  ClinicKey(UUID clinic, byte[] key) {
    this.clinic = clinic;
    this.key = key;
    this.envelope = new Envelope(hmac(key, WRAPPING));
  }

  /** A one-way function of a text; 64 hex digits. */
  String blind(String text) {
    return HEX.formatHex(hmac(key, text));
  }

  byte[] wrap(UUID subject, byte[] personKey) {
    return envelope.wrap(clinic + "/" + subject, personKey);
  }

  byte[] unwrap(UUID subject, byte[] wrapped) {
    return envelope.unwrap(clinic + "/" + subject, wrapped);
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "ClinicKey of " + clinic;
  }
}
