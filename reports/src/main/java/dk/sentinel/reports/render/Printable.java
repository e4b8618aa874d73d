package dk.sentinel.reports.render;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The fonts that documents are printed in, and text limited to the letters they have. */
final class Printable {
  private static final Font REGULAR = load("DejaVuSansCondensed.ttf");
  private static final Font BOLD = load("DejaVuSansCondensed-Bold.ttf");

  private Printable() {}

  static Font regular(float size) {
    return REGULAR.deriveFont(size);
  }

  static Font bold(float size) {
    return BOLD.deriveFont(size);
  }

  /**
   * The text with a question mark for each letter that the fonts lack (PDF/A forbids missing
   * letters) and a space for each control character.
   */
  static String text(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(letter -> Character.isISOControl(letter) ? ' ' : letter)
        .map(letter -> BOLD.canDisplay(letter) && REGULAR.canDisplay(letter) ? letter : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static Font load(String file) {
    String path = "net/sf/jasperreports/fonts/dejavu/" + file;
    try (InputStream in =
        Objects.requireNonNull(Printable.class.getClassLoader().getResourceAsStream(path), path)) {
      return Font.createFont(Font.TRUETYPE_FONT, in);
    } catch (IOException | FontFormatException broken) {
      throw new RenderingException(path, broken);
    }
  }
}
