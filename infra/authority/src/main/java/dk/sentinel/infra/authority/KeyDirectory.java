package dk.sentinel.infra.authority;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The authority's files: keys as PKCS#8 that only their owner can read, certificates as PEM.
 *
 * @param path the directory
 */
record KeyDirectory(Path path) {
  static final String ANCHOR = "trust-anchors.pem";
  static final String SEAL_KEY = "seal-signing.key";
  static final String SEAL_CERTIFICATES = "seal-certificates.pem";
  static final String STAMP_KEY = "time-stamps.key";
  static final String STAMP_CERTIFICATE = "time-stamps.pem";
  static final String AUTHORITY_KEY = "authority.key";

  boolean isComplete() {
    return Files.exists(path.resolve(SEAL_CERTIFICATES));
  }

  static KeyPair ellipticKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** As most providers issue seal certificates for. */
  static KeyPair rsaKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(3072);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  void write(String file, PrivateKey key) {
    try {
      Files.createDirectories(path);
      Path target = path.resolve(file);
      Files.deleteIfExists(target);
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(target, key.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PrivateKey readEllipticKey(String file) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(path.resolve(file))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(file + " holds no key", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes certificates whole or not at all. */
  void write(String file, List<X509Certificate> certificates) {
    try {
      Path next = path.resolve(file + ".new");
      Files.writeString(
          next, certificates.stream().map(KeyDirectory::pem).collect(Collectors.joining()));
      Files.move(next, path.resolve(file), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  X509Certificate readCertificate(String file) {
    try (InputStream in = Files.newInputStream(path.resolve(file))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(file + " holds no certificate", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
