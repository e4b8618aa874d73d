package dk.sentinel.compliance.agreement.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** A seal key in a file that only its owner can read: for the local stack and tests. */
public final class FileSealKey implements SealKey {
  private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

  private final PrivateKey key;
  private final List<X509Certificate> certificates;

  private FileSealKey(PrivateKey key, List<X509Certificate> certificates) {
    this.key = key;
    this.certificates = certificates;
  }

  /**
   * Opens the key.
   *
   * @param file PKCS#8, DER
   * @param certificates the seal's own first
   * @throws IllegalStateException when it is no key or not the certificate's
   */
  public static FileSealKey open(Path file, List<X509Certificate> certificates) {
    try {
      KeyFactory keys =
          KeyFactory.getInstance(certificates.getFirst().getPublicKey().getAlgorithm());
      FileSealKey opened =
          new FileSealKey(
              keys.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file))),
              List.copyOf(certificates));
      SealCertificates.mustFit(certificates.getFirst(), SAMPLE, opened.sign(SAMPLE));
      return opened;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the file of the seal key holds no key", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the file of the seal key cannot be read", e);
    }
  }

  @Override
  public List<X509Certificate> certificates() {
    return certificates;
  }

  @Override
  public byte[] sign(byte[] message) {
    return SealCertificates.sign(key, certificates.getFirst().getPublicKey(), message);
  }

  @Override
  public String toString() {
    return "FileSealKey of " + certificates.getFirst().getSubjectX500Principal();
  }
}
