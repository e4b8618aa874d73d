package dk.sentinel.reports;

import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;

/**
 * Every text that reports print, from the message bundles {@code texts_da} and {@code texts_en}.
 * Immutable; may be used by any thread. A missing key is a failure, never an empty text.
 */
public final class ReportTexts {
  private static final Map<ReportLanguage, ReportTexts> ALL = load();

  private final ReportLanguage language;
  private final ResourceBundle bundle;

  private ReportTexts(ReportLanguage language) {
    this.language = language;
    this.bundle =
        ResourceBundle.getBundle(
            "dk.sentinel.reports.texts",
            language.locale(),
            ReportTexts.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** The texts of one language. */
  public static ReportTexts in(ReportLanguage language) {
    return Objects.requireNonNull(ALL.get(language));
  }

  /**
   * The text of a key, filled with values as {@link MessageFormat} does.
   *
   * @throws java.util.MissingResourceException when the bundle lacks the key
   */
  public String get(String key, Object... values) {
    return new MessageFormat(bundle.getString(key), language.locale()).format(values);
  }

  /** The bundle itself, for templates that name keys. */
  public ResourceBundle bundle() {
    return bundle;
  }

  private static Map<ReportLanguage, ReportTexts> load() {
    Map<ReportLanguage, ReportTexts> all = new EnumMap<>(ReportLanguage.class);
    for (ReportLanguage language : ReportLanguage.values()) {
      all.put(language, new ReportTexts(language));
    }
    return all;
  }
}
