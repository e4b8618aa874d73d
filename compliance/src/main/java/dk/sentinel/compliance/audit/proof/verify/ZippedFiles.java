package dk.sentinel.compliance.audit.proof.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A log in a ZIP. One that holds two files of the same name is refused: programs differ in which of
 * the two they read, so that it could show different logs to different people.
 */
final class ZippedFiles extends LogFiles {
  private final ZipFile zip;

  ZippedFiles(Path path) throws IOException {
    zip = new ZipFile(path.toFile());
    try {
      refuseDoubles();
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }

  private void refuseDoubles() throws IOException {
    Set<String> names = new HashSet<>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      if (!names.add(name)) {
        throw new ZipException("two files of one name: " + name);
      }
    }
  }

  @Override
  @Nullable InputStream stream(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    return entry == null ? null : zip.getInputStream(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
