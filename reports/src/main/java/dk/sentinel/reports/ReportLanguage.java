package dk.sentinel.reports;

import java.util.Locale;

/** The languages that everything printed or shown comes in; Danish is the default. */
public enum ReportLanguage {
  DA("da", Locale.of("da", "DK")),
  EN("en", Locale.of("en", "GB"));

  private final String tag;
  private final Locale locale;

  ReportLanguage(String tag, Locale locale) {
    this.tag = tag;
    this.locale = locale;
  }

  /** The language tag as it stands in addresses and in the PDF: "da" or "en". */
  public String tag() {
    return tag;
  }

  /** The locale that numbers and dates are written in: decimal comma in Danish. */
  public Locale locale() {
    return locale;
  }

  /**
   * The language of a tag such as "da", "en" or "en-GB".
   *
   * @throws IllegalArgumentException when the tag is neither Danish nor English
   */
  public static ReportLanguage ofTag(String tag) {
    return switch (Locale.forLanguageTag(tag).getLanguage()) {
      case "da" -> DA;
      case "en" -> EN;
      default -> throw new IllegalArgumentException("Use the language da or en");
    };
  }
}
