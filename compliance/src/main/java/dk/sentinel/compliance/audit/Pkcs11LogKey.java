package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.KeyRotation;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A log key that never leaves a hardware module: for production. The module speaks PKCS#11 and
 * knows the mechanism CKM_EDDSA. Signatures are made one after the other. The process must be
 * allowed native access ({@code --enable-native-access=ALL-UNNAMED}).
 */
public final class Pkcs11LogKey implements LogKey {
  /** What stands before the 32 raw bytes in an X.509 SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Pkcs11Token token;
  private final long key;
  private final VerifierKey verifier;
  private final List<KeyRotation> rotations;
  private final ReentrantLock turn = new ReentrantLock();

  private Pkcs11LogKey(
      Pkcs11Token token, long key, VerifierKey verifier, List<KeyRotation> rotations) {
    this.token = token;
    this.key = key;
    this.verifier = verifier;
    this.rotations = rotations;
  }

  /**
   * Where a key is.
   *
   * @param library the vendor's shared library
   * @param token label of the token
   * @param label of the private and the public key
   */
  public record Place(Path library, String token, String label) {}

  /**
   * Opens the key; blocks while it does.
   *
   * @param pin the user's; neither kept nor logged
   * @param name the log's name in signatures
   * @param directory holds {@code previous-keys/<n>.note} when keys were rotated
   * @throws IllegalStateException when the module, the token or the key is not there or refuses
   */
  public static Pkcs11LogKey open(Place place, char[] pin, String name, Path directory) {
    Pkcs11Token token = Pkcs11Token.open(place.library(), place.token(), pin);
    return new Pkcs11LogKey(
        token,
        token.privateKey(place.label()),
        verifier(name, token.publicKey(place.label())),
        KeyRotation.all(directory));
  }

  private static VerifierKey verifier(String name, byte[] raw) {
    try {
      byte[] encoded = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + raw.length);
      System.arraycopy(raw, 0, encoded, SPKI_PREFIX.length, raw.length);
      return VerifierKey.of(
          name, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the token's key is not an Ed25519 key", e);
    }
  }

  @Override
  public VerifierKey verifier() {
    return verifier;
  }

  @Override
  public List<KeyRotation> rotations() {
    return rotations;
  }

  @Override
  public byte[] sign(byte[] message) {
    turn.lock();
    try {
      return token.sign(key, message);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public String toString() {
    return "Pkcs11LogKey " + verifier;
  }
}
