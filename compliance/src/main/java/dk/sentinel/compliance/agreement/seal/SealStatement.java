package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.TextLanguage;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;

/** What a seal confirms, in the document's own language. */
final class SealStatement {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private SealStatement() {}

  static String of(SealingWork.Confirmed confirmed) {
    Locale locale = confirmed.language() == TextLanguage.DA ? Locale.of("da", "DK") : Locale.UK;
    ResourceBundle texts =
        ResourceBundle.getBundle(
            "dk.sentinel.compliance.agreement.seal.texts",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    String level = confirmed.level().substring(confirmed.level().lastIndexOf('/') + 1);
    String first = confirmed.jointlyWith();
    String signers =
        first == null
            ? confirmed.signer()
            : texts
                .getString("signers")
                .replace("{first}", first)
                .replace("{last}", confirmed.signer());
    return texts
        .getString("statement." + confirmed.kind().code())
        .replace("{version}", Integer.toString(confirmed.version()))
        .replace("{signer}", signers)
        .replace("{organization}", confirmed.organization())
        .replace("{cvr}", confirmed.cvr())
        .replace(
            "{at}",
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(DENMARK)
                .format(confirmed.signedAt()))
        .replace(
            "{level}",
            texts.containsKey("level." + level) ? texts.getString("level." + level) : level);
  }
}
