package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The passwords between the parts of one local stack: drawn at random when first asked for, kept in
 * a file that only its user can read. (The demo people's passwords are public and not here.)
 */
final class Passwords {
  private static final int BYTES = 24;

  private final Path file;
  private final Properties known = new Properties();
  private final SecureRandom random = new SecureRandom();

  Passwords(Path file) {
    this.file = file;
    load();
  }

  private void load() {
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        known.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The password of that name, the same in every run on this data directory. Thread-safe. */
  synchronized String get(String name) {
    @Nullable String password = known.getProperty(name);
    if (password != null) {
      return password;
    }
    // somebody else may have drawn passwords since: theirs must not be written over
    load();
    if (known.getProperty(name) != null) {
      return known.getProperty(name);
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String drawn = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    known.setProperty(name, drawn);
    save();
    return drawn;
  }

  private void save() {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (Writer writer = Files.newBufferedWriter(next)) {
        known.store(writer, "Passwords between the parts of this local stack");
      }
      Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
