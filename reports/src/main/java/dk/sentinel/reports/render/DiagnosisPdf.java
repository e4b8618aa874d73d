package dk.sentinel.reports.render;

import dk.sentinel.reports.diagnosis.DiagnosisFigures;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.sf.jasperreports.engine.JRDataSource;
import net.sf.jasperreports.engine.data.JRMapCollectionDataSource;

/** The report "Diagnosekodning" on A4 paper. */
final class DiagnosisPdf {
  private DiagnosisPdf() {}

  static byte[] bytes(DiagnosisReport report) {
    DiagnosisWords words = new DiagnosisWords(report);
    return PdfArchive.bytes(
        Templates.fill("diagnosekodning", parameters(report, words), words.rows()),
        new PdfArchive.Details(
            words.name() + " – " + words.clinic(),
            words.period(),
            report.language(),
            report.generatedAt()));
  }

  private static Map<String, Object> parameters(DiagnosisReport report, DiagnosisWords words) {
    DiagnosisFigures figures = report.figures();
    Map<String, Object> parameters = words.parameters();
    parameters.put("TITLE", words.name());
    parameters.put("PURPOSE", words.purpose());
    parameters.put("CLINIC", words.clinic());
    parameters.put("CLINIC_NUMBERS", words.clinicNumbers());
    parameters.put("PERIOD", words.period());
    parameters.put("GENERATED", words.generated());
    parameters.put("THROUGH", words.through());
    parameters.put("PERSONS", words.number(figures.persons()));
    parameters.put("DIAGNOSES", words.number(figures.diagnoses()));
    parameters.put("CODES", words.number(figures.rows().size()));
    parameters.put("FOOTER", words.name() + "  ·  " + words.get("report.id", report.id()));
    parameters.put("EMPTY", figures.isEmpty());
    parameters.put("EMPTY_TEXT", words.emptyText());
    parameters.put("EMPTY_CHECKS", items(words.emptyChecks()));
    int bars = Math.min(TopDiagnosesChart.MOST, figures.rows().size());
    parameters.put("CHART_TITLE", words.get("diagnosis.chart", bars));
    parameters.put("CHART", new TopDiagnosesChart(figures));
    parameters.put("ITEMS_REPORT", Templates.get("items"));
    parameters.put("DEFINITIONS", items(words.definitions()));
    parameters.put("UNSTATED", words.someSexUnstated());
    parameters.put("AGES_REPORT", Templates.get("ages"));
    parameters.put("AGES", new JRMapCollectionDataSource(words.ages()));
    return parameters;
  }

  private static JRDataSource items(List<String> items) {
    Collection<Map<String, ?>> rows = new ArrayList<>();
    items.forEach(item -> rows.add(Map.of("text", item)));
    return new JRMapCollectionDataSource(rows);
  }
}
