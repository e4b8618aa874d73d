package dk.sentinel.reports.render;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes chance out of a PDF: the library draws the names of embedded font subsets by lot and the
 * file identifier from the clock. Both are written over in place, with equally many bytes, so every
 * offset in the file stays right. It needs a file whose objects are not packed into streams.
 */
final class PdfIdentity {
  private static final Pattern SUBSET = Pattern.compile("/([A-Z]{6})\\+(?=DejaVu)");
  private static final Pattern IDENTIFIER =
      Pattern.compile("/ID ?\\[<([0-9a-fA-F]{32})> ?<([0-9a-fA-F]{32})>\\]");

  private PdfIdentity() {}

  /**
   * The same document with names by order of appearance and an identifier made from its content.
   *
   * @throws IllegalStateException when the file has no identifier to write over
   */
  static byte[] settle(byte[] pdf) {
    // One character per byte: positions in the text are positions in the file.
    String text = new String(pdf, ISO_8859_1);
    nameSubsets(pdf, text);
    Matcher identifier = IDENTIFIER.matcher(text);
    if (!identifier.find()) {
      throw new IllegalStateException("A PDF without file identifier");
    }
    write(pdf, identifier.start(1), "0".repeat(32));
    write(pdf, identifier.start(2), "0".repeat(32));
    String name = digest(pdf).substring(0, 32);
    write(pdf, identifier.start(1), name);
    write(pdf, identifier.start(2), name);
    return pdf;
  }

  private static void nameSubsets(byte[] pdf, String text) {
    Map<String, String> names = new HashMap<>();
    Matcher subset = SUBSET.matcher(text);
    while (subset.find()) {
      String drawn = subset.group(1);
      write(pdf, subset.start(1), names.computeIfAbsent(drawn, key -> "SENTI" + letter(names)));
    }
  }

  private static char letter(Map<String, String> names) {
    return (char) ('A' + names.size());
  }

  private static void write(byte[] pdf, int at, String ascii) {
    byte[] bytes = ascii.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, pdf, at, bytes.length);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
