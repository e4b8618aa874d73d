package dk.sentinel.infra.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the project as git knows them: tracked ones and new ones that it does not ignore.
 */
final class Checkout {
  static final Path ROOT =
      Path.of(System.getProperty("sentinel.checkout", "../..")).toAbsolutePath().normalize();

  private Checkout() {}

  static List<Path> files() throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (git.waitFor() != 0) {
      throw new IllegalStateException("git ls-files failed: the rules need a git checkout");
    }
    return Stream.of(names.split("\0"))
        .filter(name -> !name.isEmpty())
        .map(ROOT::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }

  static List<Path> filesEndingIn(String ending) throws IOException, InterruptedException {
    return files().stream().filter(file -> file.toString().endsWith(ending)).toList();
  }

  static Path relative(Path file) {
    return ROOT.relativize(file);
  }
}
