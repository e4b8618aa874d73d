package dk.sentinel.compliance.agreement.seal;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The platform's key for sealing documents, with its certificates. The local stack keeps it in a
 * file; production in a hardware module. Implementations never log or reveal it and may be called
 * from any thread.
 */
public interface SealKey {
  /**
   * The certificates: the seal's own first, then each issuer. The last may be a trust anchor.
   *
   * @return never empty
   */
  List<X509Certificate> certificates();

  /**
   * A signature over a message with SHA-256; RSA (PKCS #1 1.5) or ECDSA (DER), as the key is. May
   * block while a module signs.
   *
   * @throws IllegalStateException when the key cannot sign
   */
  byte[] sign(byte[] message);
}
