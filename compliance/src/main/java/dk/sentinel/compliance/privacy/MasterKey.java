package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.keys.KeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The platform's key that wraps the clinics' keys, each bound to its clinic's id. In a file that
 * only its owner can read; without it the pseudonyms of all clinics are lost for ever. Never
 * logged; safe for several threads.
 */
public final class MasterKey {
  private static final String FILE = "pseudonym-master.key";

  private final Envelope envelope;
  private final String id;

  private MasterKey(byte[] key) {
    this.envelope = new Envelope(key);
    this.id = idOf(key);
  }

  /**
   * Opens the key in a directory and makes one first when there is none and it may.
   *
   * @throws IllegalStateException when there is no key and none may be made, or it is damaged
   */
  public static MasterKey open(Path directory, boolean mayCreate) {
    byte[] bytes = new KeyFile(directory, FILE).read(mayCreate, Envelope::newKey);
    if (bytes.length != Envelope.KEY_LENGTH) {
      throw new IllegalStateException("the pseudonym master key is damaged");
    }
    return new MasterKey(bytes);
  }

  private static String idOf(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] named = mac.doFinal("sentinel master key id".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(named, 8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Names the key without telling anything about it: stands beside what it has wrapped. */
  String id() {
    return id;
  }

  byte[] wrap(UUID clinic, byte[] clinicKey) {
    return envelope.wrap(clinic.toString(), clinicKey);
  }

  byte[] unwrap(UUID clinic, byte[] wrapped) {
    return envelope.unwrap(clinic.toString(), wrapped);
  }

  @Override
  public String toString() {
    return "MasterKey " + id;
  }
}
