package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines for a spreadsheet, which must never run what stands in them. */
class CsvExportTest {
  private static AuditEntry entry() {
    return AuditEntry.parse(
        """
        {"id":"0190a000-0000-7000-8000-000000000001","recordedAt":"2026-11-21T09:00:00Z",
         "clinic":"5c1f0e0a-0000-4000-8000-000000000001",
         "correlation":"5c1f0e0a-0000-4000-8000-00000000000c",
         "actor":{"kind":"person","id":"p-1","role":"owner",
          "level":"https://data.gov.dk/concept/core/nsis/loa/Substantial"},
         "action":"audit.search","object":{"type":"audit-log"},"outcome":"success",
         "purpose":"AUDIT","origin":{"address":"192.0.2.7","client":"firefox"},
         "basis":{"legal":"gdpr-32","agreement":1,"enrolment":"diagnosekodning:1"},
         "details":{"size":50,"word":"given"}}
        """);
  }

  @Test
  void danish_spreadsheets_get_semicolons_and_english_ones_commas() {
    CsvExport danish = new CsvExport(TextLanguage.DA, Map.of("p-1", "Åse Ømand"));
    CsvExport english = new CsvExport(TextLanguage.EN, Map.of());
    assertThat(danish.header(ExportPeriod.WHOLE))
        .startsWith("\uFEFFnr. i loggen;")
        .endsWith("\r\n");
    assertThat(english.header(ExportPeriod.WHOLE)).startsWith("\uFEFFnumber in the log,");
    assertThat(danish.line(7, entry()))
        .isEqualTo(
            "7;2026-11-21T09:00:00Z;p-1;Åse"
                + " Ømand;owner;Substantial;audit.search;success;AUDIT;audit-log;;;gdpr-32;1;;diagnosekodning:1;192.0.2.7;firefox;size=50"
                + " word=given;5c1f0e0a-0000-4000-8000-00000000000c\r\n");
    assertThat(english.line(7, entry())).contains("7,2026-11-21T09:00:00Z,p-1,,owner,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+45", "-2", "@SUM(A1)", "\tx", "\r=1"})
  void what_a_spreadsheet_would_run_is_only_text(String name) {
    String line = new CsvExport(TextLanguage.DA, Map.of("p-1", name)).line(0, entry());
    assertThat(line).contains("'" + name);
  }

  @Test
  void separators_quotes_and_line_ends_stay_inside_their_column() {
    String line = new CsvExport(TextLanguage.DA, Map.of("p-1", "a;b,\"c\"\n=d")).line(0, entry());
    assertThat(line).contains(";\"a;b,\"\"c\"\"\n=d\";owner");
  }
}
