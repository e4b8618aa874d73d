package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A log key in a file that only its owner can read: for the local stack and tests. */
public final class FileLogKey implements LogKey {
  private static final String FILE = "log-signing.key";

  private final PrivateKey key;
  private final VerifierKey verifier;

  private FileLogKey(PrivateKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /**
   * Opens the key in a directory and makes one first when there is none and it may.
   *
   * @param name the log's name in signatures, such as {@code sentinel.dk/log}
   * @throws IllegalStateException when there is no key and none may be made
   */
  public static FileLogKey open(Path directory, String name, boolean mayCreate) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        if (!mayCreate) {
          throw new IllegalStateException(
              "no log signing key in the keys directory: production keys are brought, not made");
        }
        create(directory, file);
      }
      return read(file, name);
    } catch (IOException e) {
      throw new UncheckedIOException("the log signing key cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the log signing key is damaged", e);
    }
  }

  private static void create(Path directory, Path file)
      throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.createDirectories(directory);
    Base64.Encoder base64 = Base64.getEncoder();
    List<String> lines =
        List.of(
            base64.encodeToString(pair.getPrivate().getEncoded()),
            base64.encodeToString(pair.getPublic().getEncoded()));
    Path fresh =
        Files.createTempFile(
            directory,
            FILE,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, lines, StandardCharsets.US_ASCII);
    try {
      // whoever links first has made the key; a second instance reads that one
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isReadable(file)) {
        throw e;
      }
    } finally {
      Files.delete(fresh);
    }
  }

  private static FileLogKey read(Path file, String name)
      throws IOException, GeneralSecurityException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    Base64.Decoder base64 = Base64.getDecoder();
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    return new FileLogKey(
        factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))),
        VerifierKey.of(
            name, factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(1))))));
  }

  @Override
  public VerifierKey verifier() {
    return verifier;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the log signing key refused to sign", e);
    }
  }
}
