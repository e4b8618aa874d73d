package dk.sentinel.infra.stack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A runnable jar, unpacked once into its own classes and its libraries: a build may then replace
 * the jar while the application runs, and the JVM can keep an archive of the loaded classes, which
 * makes every later start faster.
 *
 * @param mainClass what to start
 * @param classPath the application's own jar first
 * @param archive where the JVM may keep its archive of classes
 */
record UnpackedApplication(String mainClass, String classPath, Path archive) {
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String CLASSES = "BOOT-INF/classes/";

  /** Unpacks the jar below a directory, unless the same bytes have been unpacked there before. */
  static UnpackedApplication of(Path jar, Path directory) throws IOException {
    Path home = directory.resolve(digest(jar));
    if (!Files.exists(home)) {
      DataDirectory.delete(directory);
      Path next = Files.createDirectories(directory.resolve("new"));
      unpack(jar, next);
      Files.move(next, home);
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      String main = file.getManifest().getMainAttributes().getValue("Start-Class");
      return new UnpackedApplication(main, classPath(home), home.resolve("classes.jsa"));
    }
  }

  private static void unpack(Path jar, Path directory) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        JarOutputStream classes =
            new JarOutputStream(Files.newOutputStream(directory.resolve("application.jar")))) {
      Enumeration<JarEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        // Directories are kept: Spring looks for them when it searches for components.
        if (!entry.getName().equals(CLASSES)) {
          copy(file, entry, directory, classes);
        }
      }
    }
  }

  private static void copy(JarFile file, JarEntry entry, Path directory, JarOutputStream classes)
      throws IOException {
    String name = entry.getName();
    try (InputStream in = file.getInputStream(entry)) {
      if (name.startsWith(LIBRARIES) && !entry.isDirectory()) {
        Files.copy(in, directory.resolve(Path.of(name).getFileName()));
      } else if (name.startsWith(CLASSES)) {
        classes.putNextEntry(new JarEntry(name.substring(CLASSES.length())));
        in.transferTo(classes);
        classes.closeEntry();
      }
    }
  }

  private static String classPath(Path home) throws IOException {
    List<String> jars = new ArrayList<>();
    jars.add(home.resolve("application.jar").toString());
    try (Stream<Path> files = Files.list(home)) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".jar") && !jars.contains(file))
          .sorted()
          .forEach(jars::add);
    }
    return String.join(File.pathSeparator, jars);
  }

  private static String digest(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
