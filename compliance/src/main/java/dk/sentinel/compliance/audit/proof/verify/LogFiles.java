package dk.sentinel.compliance.audit.proof.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log in the layout of C2SP tlog-tiles, with {@code log.vkey} beside them: a ZIP or
 * a directory.
 */
abstract class LogFiles implements AutoCloseable {
  /** More than the largest bundle: 256 entries of 65,535 bytes with their lengths. */
  private static final int MOST = 256 * (2 + 0xffff) + 1;

  /**
   * Opens a ZIP or a directory.
   *
   * @throws NoSuchFileException when there is none
   * @throws IOException when it is neither
   */
  static LogFiles open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return new DirectoryFiles(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new ZippedFiles(path);
  }

  /** A file's content; null when there is no such file. */
  abstract @Nullable InputStream stream(String name) throws IOException;

  /**
   * A file's bytes, at most as many as the largest bundle has; null when there is no such file or
   * it cannot be read to its end, as after damage to the ZIP.
   */
  byte @Nullable [] read(String name) {
    try (InputStream stream = stream(name)) {
      return stream == null ? null : stream.readNBytes(MOST);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public abstract void close() throws IOException;
}
