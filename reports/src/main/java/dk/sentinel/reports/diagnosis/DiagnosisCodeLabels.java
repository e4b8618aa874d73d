package dk.sentinel.reports.diagnosis;

import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Short labels of diagnosis codes in one language. The titles of the official list are licensed, so
 * Sentinel ships labels in its own words; an operator with a licence imports the official ones,
 * which then take the place of these. Immutable; may be used by any thread.
 */
public final class DiagnosisCodeLabels {
  private static final String VERSION_KEY = "version";
  private static final Map<ReportLanguage, DiagnosisCodeLabels> OWN = loadOwn();

  private final ReportLanguage language;
  private final String version;
  private final Map<String, String> labels;

  private DiagnosisCodeLabels(ReportLanguage language, String version, Map<String, String> labels) {
    this.language = language;
    this.version = version;
    this.labels = new TreeMap<>(labels);
  }

  /** The labels in Sentinel's own words: chapter L and the neurological codes that are in use. */
  public static DiagnosisCodeLabels own(ReportLanguage language) {
    return Objects.requireNonNull(OWN.get(language));
  }

  /** Imported labels; the version is printed on the report. */
  public static DiagnosisCodeLabels imported(
      ReportLanguage language, String version, Map<String, String> labels) {
    return new DiagnosisCodeLabels(language, version, labels);
  }

  /** The label of a code; a code that the list lacks gets a text that says so, never nothing. */
  public String labelOf(String code) {
    String label = labels.get(code);
    return label == null ? ReportTexts.in(language).get("diagnosis.label.missing") : label;
  }

  /** The language of the labels. */
  public ReportLanguage language() {
    return language;
  }

  /** Which list, and which issue of it. */
  public String version() {
    return version;
  }

  /** All codes with their labels, by code. */
  public Map<String, String> all() {
    return Map.copyOf(labels);
  }

  private static Map<ReportLanguage, DiagnosisCodeLabels> loadOwn() {
    Map<ReportLanguage, DiagnosisCodeLabels> own = new EnumMap<>(ReportLanguage.class);
    for (ReportLanguage language : ReportLanguage.values()) {
      own.put(language, read(language));
    }
    return own;
  }

  private static DiagnosisCodeLabels read(ReportLanguage language) {
    String name = "icpc2-own-labels_" + language.tag() + ".properties";
    Properties properties = new Properties();
    try (InputStream in = DiagnosisCodeLabels.class.getResourceAsStream(name)) {
      properties.load(
          new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Map<String, String> labels = new TreeMap<>();
    properties.forEach((code, label) -> labels.put(code.toString(), label.toString()));
    String version = Objects.requireNonNull(labels.remove(VERSION_KEY), name);
    return new DiagnosisCodeLabels(language, version, labels);
  }
}
