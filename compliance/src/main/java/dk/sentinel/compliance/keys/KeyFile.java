package dk.sentinel.compliance.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/**
 * A file that holds a secret. Made at most once, also by several processes at the same moment, and
 * never seen half written: whoever links the finished file first has made it.
 *
 * @param directory of the keys
 * @param name of the file
 */
public record KeyFile(Path directory, String name) {
  /**
   * What the file holds; made first when there is none and it may be.
   *
   * @param fresh gives the content of a new file
   * @throws IllegalStateException when there is none and none may be made
   * @throws UncheckedIOException when it cannot be read or written
   */
  public byte[] read(boolean mayCreate, Supplier<byte[]> fresh) {
    try {
      if (!Files.exists(path())) {
        if (!mayCreate) {
          throw new IllegalStateException(
              "no " + name + " in the keys directory: production keys are brought, not made");
        }
        create(fresh.get());
      }
      return Files.readAllBytes(path());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /** Where it is. */
  public Path path() {
    return directory.resolve(name);
  }

  /** Makes the file unless another has made it in the meantime. */
  public void create(byte[] content) throws IOException {
    Path file = path();
    Files.createDirectories(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            name,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, content);
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isReadable(file)) {
        throw e;
      }
    } finally {
      Files.delete(fresh);
    }
  }
}
