package dk.sentinel.compliance.agreement.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A seal key that never leaves a hardware module: for production. The module speaks PKCS#11 and
 * also holds the seal's certificate under the key's id, as modules of trust service providers do.
 * Signatures are made one after the other.
 */
public final class Pkcs11SealKey implements SealKey {
  private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

  private final Provider module;
  private final PrivateKey key;
  private final List<X509Certificate> certificates;
  private final ReentrantLock turn = new ReentrantLock();

  private Pkcs11SealKey(Provider module, PrivateKey key, List<X509Certificate> certificates) {
    this.module = module;
    this.key = key;
    this.certificates = certificates;
  }

  /**
   * Where a key is.
   *
   * @param library the vendor's shared library
   * @param slot number of the token's slot, as the module's tool shows it
   * @param label of the key and its certificate
   */
  public record Place(Path library, long slot, String label) {}

  /**
   * Opens the key; blocks while it does.
   *
   * @param pin the user's; neither kept nor logged
   * @param certificates the seal's own first
   * @throws IllegalStateException when module, token or key are not there, refuse or do not fit
   */
  public static Pkcs11SealKey open(Place place, char[] pin, List<X509Certificate> certificates) {
    try {
      Provider module =
          Security.getProvider("SunPKCS11")
              .configure(
                  "--name=SentinelSeal\nlibrary=%s\nslot=%d\n"
                      .formatted(place.library(), place.slot()));
      KeyStore store = KeyStore.getInstance("PKCS11", module);
      store.load(null, pin);
      @Nullable Key key = store.getKey(place.label(), null);
      if (!(key instanceof PrivateKey found)) {
        throw new IllegalStateException(
            "no key with a certificate and the label " + place.label() + " in the token");
      }
      Pkcs11SealKey opened = new Pkcs11SealKey(module, found, List.copyOf(certificates));
      SealCertificates.mustFit(certificates.getFirst(), SAMPLE, opened.sign(SAMPLE));
      return opened;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the token with the seal key cannot be opened", e);
    }
  }

  @Override
  public List<X509Certificate> certificates() {
    return certificates;
  }

  @Override
  public byte[] sign(byte[] message) {
    turn.lock();
    try {
      Signature signature =
          Signature.getInstance(
              SealCertificates.algorithm(certificates.getFirst().getPublicKey()), module);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the seal key cannot sign", e);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public String toString() {
    return "Pkcs11SealKey of " + certificates.getFirst().getSubjectX500Principal();
  }
}
