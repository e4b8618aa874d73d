package dk.sentinel.infra.demo;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's files are: the nearest folder above the working directory that has them. */
final class Checkout {
  private Checkout() {}

  static Path deploy(String name) {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      Path file = directory.resolve("infra/deploy").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
      directory = directory.getParent();
    }
    throw new IllegalStateException("run inside the checkout: infra/deploy/" + name + " not found");
  }
}
