package dk.sentinel.compliance;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages of every text that a person reads; Danish is the default. */
public enum TextLanguage {
  /** Danish. */
  DA,
  /** English. */
  EN;

  /** The language tag, as in resources and addresses. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The language of a tag; Danish when none is given, empty when it is another. */
  public static Optional<TextLanguage> of(@Nullable String tag) {
    if (tag == null) {
      return Optional.of(DA);
    }
    return switch (tag) {
      case "da" -> Optional.of(DA);
      case "en" -> Optional.of(EN);
      default -> Optional.empty();
    };
  }
}
