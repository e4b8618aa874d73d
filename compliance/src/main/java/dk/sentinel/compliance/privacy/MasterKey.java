package dk.sentinel.compliance.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The platform's key that wraps the clinics' keys: AES-256-GCM, bound to the clinic's id. In a file
 * that only its owner can read; without it the pseudonyms of all clinics are lost for ever. Safe
 * for several threads.
 */
public final class MasterKey {
  private static final String FILE = "pseudonym-master.key";
  private static final int KEY_LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private MasterKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * Opens the key in a directory and makes one first when there is none and it may.
   *
   * @throws IllegalStateException when there is no key and none may be made, or it is damaged
   */
  public static MasterKey open(Path directory, boolean mayCreate) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        if (!mayCreate) {
          throw new IllegalStateException(
              "no pseudonym master key in the keys directory: production keys are brought, not"
                  + " made");
        }
        create(directory, file);
      }
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length != KEY_LENGTH) {
        throw new IllegalStateException("the pseudonym master key is damaged");
      }
      return new MasterKey(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the pseudonym master key cannot be read", e);
    }
  }

  private static void create(Path directory, Path file) throws IOException {
    byte[] bytes = new byte[KEY_LENGTH];
    new SecureRandom().nextBytes(bytes);
    Files.createDirectories(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            FILE,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, bytes);
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

  /** 32 random bytes: a new key for a clinic or a person. */
  byte[] newKey() {
    byte[] fresh = new byte[KEY_LENGTH];
    random.nextBytes(fresh);
    return fresh;
  }

  byte[] wrap(UUID clinic, byte[] clinicKey) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, clinic, clinicKey);
    byte[] wrapped = Arrays.copyOf(nonce, NONCE_LENGTH + sealed.length);
    System.arraycopy(sealed, 0, wrapped, NONCE_LENGTH, sealed.length);
    return wrapped;
  }

  byte[] unwrap(UUID clinic, byte[] wrapped) {
    return run(
        Cipher.DECRYPT_MODE,
        Arrays.copyOf(wrapped, NONCE_LENGTH),
        clinic,
        Arrays.copyOfRange(wrapped, NONCE_LENGTH, wrapped.length));
  }

  private byte[] run(int mode, byte[] nonce, UUID clinic, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(clinic.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a clinic's key does not fit the master key", e);
    }
  }
}
