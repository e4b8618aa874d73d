package dk.sentinel.infra.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Unpacks the servers' archives. A directory appears whole or not at all. */
final class Unpack {
  private static final int EXECUTABLE = 0111;

  private Unpack() {}

  /** Unpacks the one {@code .txz} inside a jar into a directory. */
  static void postgres(Path jar, Path directory) throws IOException {
    Path next = fresh(directory);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry archive =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .map(ZipEntry.class::cast)
              .findFirst()
              .orElseThrow(() -> new CannotGoOn(jar + " holds no PostgreSQL."));
      try (InputStream in = zip.getInputStream(archive);
          TarArchiveInputStream tar =
              new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
        untar(tar, next);
      }
    }
    Files.move(next, directory);
  }

  private static void untar(TarArchiveInputStream tar, Path directory) throws IOException {
    @Nullable TarArchiveEntry entry = tar.getNextEntry();
    while (entry != null) {
      Path target = inside(directory, entry.getName());
      if (entry.isDirectory()) {
        Files.createDirectories(target);
      } else if (entry.isSymbolicLink()) {
        Files.createDirectories(target.getParent());
        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      } else {
        write(tar, target, (entry.getMode() & EXECUTABLE) != 0);
      }
      entry = tar.getNextEntry();
    }
  }

  /** Unpacks a zip whose entries are all under one first directory, which is left out. */
  static void keycloak(Path archive, Path directory) throws IOException {
    Path next = fresh(directory);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        if (!entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            write(in, inside(next, name), name.endsWith(".sh"));
          }
        }
      }
    }
    Files.move(next, directory);
  }

  private static Path fresh(Path directory) throws IOException {
    Path next = directory.resolveSibling(directory.getFileName() + ".new");
    DataDirectory.delete(next);
    return Files.createDirectories(next);
  }

  private static Path inside(Path directory, String name) {
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory)) {
      throw new CannotGoOn("The archive has an entry outside itself: " + name);
    }
    return target;
  }

  private static void write(InputStream in, Path target, boolean executable) throws IOException {
    Files.createDirectories(target.getParent());
    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
