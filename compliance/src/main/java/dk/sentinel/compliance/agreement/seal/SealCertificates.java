package dk.sentinel.compliance.agreement.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Certificates as files hold them, and whether a key belongs to one. */
public final class SealCertificates {
  private SealCertificates() {}

  /**
   * The certificates of a PEM file, in its order.
   *
   * @throws IllegalStateException when there is none or it cannot be read as such
   */
  public static List<X509Certificate> read(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IllegalStateException("no certificate in " + pem);
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificates in " + pem, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Certificates as PEM, one after the other. */
  public static String pem(List<X509Certificate> certificates) {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate each : certificates) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(
              Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(der(each)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return pem.toString();
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read has a form", e);
    }
  }

  /** The signature algorithm that fits a key: SHA-256 with RSA or ECDSA. */
  static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default ->
          throw new IllegalStateException("a seal key is RSA or EC, not " + key.getAlgorithm());
    };
  }

  /**
   * Refuses a key that is not its certificate's: what it sealed could never be checked.
   *
   * @param sample a signature over {@code message}
   */
  static void mustFit(X509Certificate certificate, byte[] message, byte[] sample) {
    try {
      Signature check = Signature.getInstance(algorithm(certificate.getPublicKey()));
      check.initVerify(certificate.getPublicKey());
      check.update(message);
      if (check.verify(sample)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the seal's key and certificate do not fit", e);
    }
    throw new IllegalStateException("the seal's key and certificate do not fit");
  }

  static byte[] sign(PrivateKey key, PublicKey publicKey, byte[] message) {
    try {
      Signature signature = Signature.getInstance(algorithm(publicKey));
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the seal key cannot sign", e);
    }
  }
}
