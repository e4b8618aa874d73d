package dk.sentinel.reports.render;

import dk.sentinel.reports.diagnosis.DiagnosisReport;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.export.ooxml.JRXlsxExporter;
import net.sf.jasperreports.export.SimpleExporterInput;
import net.sf.jasperreports.export.SimpleOutputStreamExporterOutput;
import net.sf.jasperreports.export.SimpleXlsxExporterConfiguration;
import net.sf.jasperreports.export.SimpleXlsxReportConfiguration;

/**
 * The report "Diagnosekodning" as a workbook of three sheets. Numbers are numbers; texts are cells
 * of type text, which a spreadsheet never takes for a formula whatever they begin with.
 */
final class DiagnosisXlsx {
  private DiagnosisXlsx() {}

  static byte[] bytes(DiagnosisReport report) {
    DiagnosisWords words = new DiagnosisWords(report);
    List<JasperPrint> sheets =
        List.of(
            Templates.fill("sheet-diagnoses", words.parameters(), words.rows()),
            Templates.fill("sheet-ages", words.parameters(), words.ages()),
            Templates.fill("sheet-about", words.parameters(), about(report, words)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JRXlsxExporter exporter = new JRXlsxExporter();
    exporter.setExporterInput(SimpleExporterInput.getInstance(sheets));
    exporter.setExporterOutput(new SimpleOutputStreamExporterOutput(out));
    exporter.setConfiguration(workbook(words));
    exporter.setConfiguration(sheetSettings(words));
    try {
      exporter.exportReport();
    } catch (JRException broken) {
      throw new RenderingException(words.name(), broken);
    }
    return out.toByteArray();
  }

  private static SimpleXlsxExporterConfiguration workbook(DiagnosisWords words) {
    SimpleXlsxExporterConfiguration workbook = new SimpleXlsxExporterConfiguration();
    workbook.setMetadataTitle(words.name() + " – " + words.clinic());
    workbook.setMetadataSubject(words.period());
    workbook.setMetadataAuthor("Sentinel");
    workbook.setMetadataApplication("Sentinel");
    return workbook;
  }

  private static SimpleXlsxReportConfiguration sheetSettings(DiagnosisWords words) {
    SimpleXlsxReportConfiguration settings = new SimpleXlsxReportConfiguration();
    settings.setSheetNames(
        new String[] {
          words.get("sheet.diagnoses"), words.get("sheet.ages"), words.get("sheet.about")
        });
    settings.setDetectCellType(true);
    settings.setOnePagePerSheet(false);
    settings.setRemoveEmptySpaceBetweenRows(true);
    settings.setWhitePageBackground(false);
    settings.setShowGridLines(true);
    settings.setFreezeRow(2); // the first row that moves, counted from 1
    settings.setIgnorePageMargins(true);
    settings.setIgnoreAnchors(true);
    settings.setFitWidth(1);
    settings.setFitHeight(0);
    return settings;
  }

  private static Collection<Map<String, ?>> about(DiagnosisReport report, DiagnosisWords words) {
    Collection<Map<String, ?>> rows = new ArrayList<>();
    rows.add(row(words.get("sheet.about.report"), words.name()));
    rows.add(row(words.get("sheet.about.clinic"), words.clinic()));
    rows.add(row(words.get("sheet.about.cvr"), report.clinic().cvr()));
    rows.add(row(words.get("sheet.about.ydernumre"), words.ydernumre()));
    rows.add(row(words.get("report.period"), words.period()));
    rows.add(row(words.get("report.generated"), words.generated()));
    rows.add(row(words.get("report.through"), words.through()));
    rows.add(row(words.get("sheet.about.persons"), words.number(report.figures().persons())));
    rows.add(row(words.get("sheet.about.diagnoses"), words.number(report.figures().diagnoses())));
    rows.add(row(words.get("sheet.about.id"), report.id().toString()));
    if (report.figures().isEmpty()) {
      rows.add(row(words.get("sheet.empty"), words.emptyText()));
      words.emptyChecks().forEach(check -> rows.add(row("", check)));
    }
    words
        .definitions()
        .forEach(definition -> rows.add(row(words.get("sheet.about.definition"), definition)));
    rows.add(row(words.get("sheet.about.disclosure"), words.get("diagnosis.disclosure")));
    return rows;
  }

  private static Map<String, ?> row(String key, String value) {
    return Map.of("key", key, "value", value);
  }
}
