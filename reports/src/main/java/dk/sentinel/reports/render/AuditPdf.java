package dk.sentinel.reports.render;

import dk.sentinel.reports.audit.AuditReport;
import dk.sentinel.reports.audit.AuditSummary;
import dk.sentinel.reports.audit.AuditSummary.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jasperreports.engine.JRParameter;
import net.sf.jasperreports.engine.data.JRMapCollectionDataSource;

/** The cover of a summary: whose log, which days, what was signed, and how to check it. */
final class AuditPdf {
  private AuditPdf() {}

  static Map<String, Object> parameters(AuditReport report, AuditWords words) {
    AuditSummary summary = report.summary();
    AuditReport.Head head = report.head();
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(JRParameter.REPORT_RESOURCE_BUNDLE, words.texts().bundle());
    parameters.put(JRParameter.REPORT_LOCALE, report.language().locale());
    parameters.put("CLINIC", words.clinic());
    parameters.put("CLINIC_NUMBERS", words.get("report.cvr", report.clinic().cvr()));
    parameters.put("PERIOD", words.period());
    parameters.put("GENERATED", words.time(report.generatedAt()));
    parameters.put("PART", report.from() != null || report.to() != null);
    parameters.put("ACTS", words.number(summary.acts()));
    parameters.put("REFUSALS", words.number(summary.refusals().total()));
    parameters.put(
        "ACTORS", words.number(summary.actors().stream().map(Count::word).distinct().count()));
    parameters.put("LOG", Printable.text(head.log()));
    parameters.put("SIZE", words.number(head.size()));
    parameters.put("ROOT", head.root());
    parameters.put("SIGNER", head.verifierKey().split("\\+", 3)[0]);
    parameters.put("KEY_ID", head.verifierKey().split("\\+", 3)[1]);
    parameters.put("KEY", head.verifierKey());
    parameters.put("CHECKPOINT", head.checkpoint().strip());
    parameters.put("FOOTER", words.get("audit.name") + "  ·  " + words.clinic());
    parameters.put("ITEMS_REPORT", Templates.get("items"));
    parameters.put("CHECKS", items(checks(report, words)));
    parameters.put("CHART", new MonthsChart(report));
    parameters.put("EMPTY", summary.acts() == 0);
    return parameters;
  }

  private static List<String> checks(AuditReport report, AuditWords words) {
    return List.of(
        words.get("audit.check.package"),
        words.get("audit.check.compare", words.number(report.head().size())),
        words.get("audit.check.key"),
        words.get("audit.check.position"));
  }

  private static JRMapCollectionDataSource items(List<String> items) {
    Collection<Map<String, ?>> rows = new ArrayList<>();
    items.forEach(item -> rows.add(Map.of("text", item)));
    return new JRMapCollectionDataSource(rows);
  }
}
