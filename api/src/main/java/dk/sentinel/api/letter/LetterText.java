package dk.sentinel.api.letter;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Asks;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The words of a letter, from the bundles {@code letters_da} and {@code letters_en}. They hold the
 * clinic's name, a day and a link: nothing of a person, nothing that must not be read on the way.
 */
record LetterText(String subject, String body) {
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  static LetterText of(Letter letter, String link) {
    Locale locale = locale(letter.language());
    ResourceBundle texts =
        ResourceBundle.getBundle(
            "dk.sentinel.api.letter.letters",
            locale,
            LetterText.class.getClassLoader(),
            NO_FALLBACK);
    String kind = kind(letter);
    String by = by(texts, letter.by(), locale);
    String body =
        new MessageFormat(texts.getString(kind + ".body"), locale)
            .format(new Object[] {oneLine(letter.clinicName()), by, link});
    return new LetterText(texts.getString(kind + ".subject"), body + texts.getString("foot"));
  }

  private static String kind(Letter letter) {
    if (letter.by() == null) {
      return "first";
    }
    return letter.asks() == Asks.NOTICE ? "notice" : "signature";
  }

  private static String by(ResourceBundle texts, @Nullable Instant by, Locale locale) {
    return by == null
        ? ""
        : DateTimeFormatter.ofPattern(texts.getString("moment"), locale)
            .withZone(Occasion.DENMARK)
            .format(by);
  }

  /** A name is a part of a line: no control character, no mark that turns the text around. */
  private static String oneLine(String name) {
    return name.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
  }

  private static Locale locale(TextLanguage language) {
    return language == TextLanguage.EN ? Locale.UK : Locale.of("da", "DK");
  }
}
