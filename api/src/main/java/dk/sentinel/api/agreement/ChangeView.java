package dk.sentinel.api.agreement;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.AgreementVersion;
import dk.sentinel.compliance.agreement.TextChanges;
import java.util.List;
import java.util.Locale;

/**
 * A section that is different from an older version.
 *
 * @param number "1" to "15" or "A" to "D"
 * @param heading its heading
 * @param lines its paragraphs
 */
record ChangeView(String number, String heading, List<Line> lines) {
  /**
   * A paragraph.
   *
   * @param kind same, removed or added
   * @param text its words
   */
  record Line(String kind, String text) {}

  static List<ChangeView> between(
      AgreementVersion older, AgreementVersion newer, TextLanguage language) {
    return TextChanges.between(older.template().text(language), newer.template().text(language))
        .stream()
        .map(change ->
            new ChangeView(
                change.number(),
                change.heading(),
                change.lines().stream()
                    .map(line -> new Line(line.kind().name().toLowerCase(Locale.ROOT), line.text()))
                    .toList()))
        .toList();
  }
}
