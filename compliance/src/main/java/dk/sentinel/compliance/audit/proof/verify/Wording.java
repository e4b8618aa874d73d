package dk.sentinel.compliance.audit.proof.verify;

import java.text.NumberFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The verifier's texts in one language. Numbers are grouped as that language groups them. */
final class Wording {
  static final Locale DANISH = Locale.of("da");

  private final ResourceBundle texts;
  private final NumberFormat numbers;

  Wording(Locale locale) {
    texts =
        ResourceBundle.getBundle(
            "dk.sentinel.compliance.audit.proof.verify.texts",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    numbers = NumberFormat.getIntegerInstance(locale);
  }

  /** A text with {0}, {1} … replaced; numbers are written as the language writes them. */
  String text(String key, Object... values) {
    String text = texts.getString(key);
    for (int at = 0; at < values.length; at++) {
      Object value = values[at];
      text =
          text.replace(
              "{" + at + "}", value instanceof Number number ? number(number) : value.toString());
    }
    return text;
  }

  private String number(Number number) {
    return numbers.format(number.longValue());
  }

  /** One damage in a sentence. Positions are names, not amounts: they are not grouped. */
  String text(Damage damage) {
    String key = "damage." + damage.kind();
    String file = damage.file() == null ? "" : damage.file();
    boolean many = damage.to() > damage.from() && texts.containsKey(key + ".many");
    return text(
        many ? key + ".many" : key,
        Long.toString(damage.from()),
        Long.toString(damage.to()),
        damage.to() - damage.from() + 1,
        file);
  }
}
