package dk.sentinel.reports;

import java.util.Arrays;
import java.util.Optional;

/** The catalogue: every report there is, by the code that addresses and audit entries use. */
public enum ReportDefinition {
  DIAGNOSEKODNING("diagnosekodning");

  private final String code;

  ReportDefinition(String code) {
    this.code = code;
  }

  /** The stable code, which is also the code of the project that collects its data. */
  public String code() {
    return code;
  }

  /** The report's name as people read it. */
  public String name(ReportLanguage language) {
    return ReportTexts.in(language).get("report." + code + ".name");
  }

  /** One sentence on what the report answers. */
  public String purpose(ReportLanguage language) {
    return ReportTexts.in(language).get("report." + code + ".purpose");
  }

  /** The report with this code, or empty when there is none. */
  public static Optional<ReportDefinition> ofCode(String code) {
    return Arrays.stream(values()).filter(report -> report.code.equals(code)).findFirst();
  }
}
