package dk.sentinel.api.audit;

import dk.sentinel.compliance.TextLanguage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines for a spreadsheet (RFC 4180): separated by semicolons in Danish, where the comma belongs to
 * numbers, by commas in English. A value that a spreadsheet would take for a formula is preceded by
 * an apostrophe. Pure.
 *
 * @param language whose separator is used
 */
public record CsvText(TextLanguage language) {
  /** Stands at the beginning of a file, so that spreadsheets read UTF-8. */
  public static final String BYTE_ORDER_MARK = "\uFEFF";

  /** A line with its end. */
  public String line(Stream<String> values) {
    String separator = language == TextLanguage.DA ? ";" : ",";
    return values.map(CsvText::quoted).collect(Collectors.joining(separator)) + "\r\n";
  }

  private static String quoted(String value) {
    String safe = value.matches("(?s)[=+\\-@\\t\\r\\n].*") ? "'" + value : value;
    return safe.matches("(?s).*[\";,\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
