package dk.sentinel.compliance.audit.proof.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A log in a directory. Names come from the verifier itself, never from a file. */
final class DirectoryFiles extends LogFiles {
  private final Path directory;

  DirectoryFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  @Nullable InputStream stream(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
