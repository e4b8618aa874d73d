package dk.sentinel.infra.rules;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How Java files look: google-java-format, unused imports removed. */
final class Formatting {
  private static final Formatter FORMATTER = new Formatter();

  private Formatting() {}

  static String formatted(String source) throws FormatterException {
    return FORMATTER.formatSource(
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE));
  }

  /** Formats every Java file of the checkout in place; {@code infra/format} calls it. */
  public static void main(String[] args) throws Exception {
    int changed = 0;
    for (Path file : Checkout.filesEndingIn(".java")) {
      changed += format(file) ? 1 : 0;
    }
    System.out.println(changed + " files formatted");
  }

  private static boolean format(Path file) throws IOException {
    String source = Files.readString(file);
    String formatted;
    try {
      formatted = formatted(source);
    } catch (FormatterException e) {
      throw new IllegalStateException("not Java: " + Checkout.relative(file), e);
    }
    if (formatted.equals(source)) {
      return false;
    }
    Files.writeString(file, formatted);
    return true;
  }
}
