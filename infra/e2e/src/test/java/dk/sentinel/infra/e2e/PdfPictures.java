package dk.sentinel.infra.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A PDF as the pictures that a person would look at, made by poppler's pdftoppm. */
final class PdfPictures {
  private PdfPictures() {}

  static List<Path> of(Path pdf, Path prefix) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("pdftoppm", "-png", "-r", "60", pdf.toString(), prefix.toString())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("pdftoppm failed: is poppler-utils installed?");
    }
    Path folder = prefix.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("no folder: " + prefix);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix.getFileName() + "-"))
          .sorted()
          .toList();
    }
  }
}
