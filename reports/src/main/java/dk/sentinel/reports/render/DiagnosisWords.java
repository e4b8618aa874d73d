package dk.sentinel.reports.render;

import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportDefinition;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.ReportTexts;
import dk.sentinel.reports.diagnosis.DiagnosisCodeLabels;
import dk.sentinel.reports.diagnosis.DiagnosisFigures;
import dk.sentinel.reports.diagnosis.DiagnosisFigures.AgeGroup;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jasperreports.engine.JRParameter;
import org.jspecify.annotations.Nullable;

/** What the report says, in words and rows, the same on paper and in a spreadsheet. */
final class DiagnosisWords {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private final DiagnosisReport report;
  private final ReportTexts texts;

  DiagnosisWords(DiagnosisReport report) {
    this.report = report;
    this.texts = ReportTexts.in(report.language());
  }

  /** What every template needs: the texts and the way to write numbers. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(JRParameter.REPORT_RESOURCE_BUNDLE, texts.bundle());
    parameters.put(JRParameter.REPORT_LOCALE, report.language().locale());
    return parameters;
  }

  String get(String key, Object... values) {
    return texts.get(key, values);
  }

  String name() {
    return ReportDefinition.DIAGNOSEKODNING.name(report.language());
  }

  String purpose() {
    return ReportDefinition.DIAGNOSEKODNING.purpose(report.language());
  }

  String clinic() {
    return Printable.text(report.clinic().name());
  }

  String ydernumre() {
    return String.join(", ", report.clinic().ydernumre());
  }

  String clinicNumbers() {
    ReportClinic clinic = report.clinic();
    String cvr = get("report.cvr", clinic.cvr());
    return clinic.ydernumre().isEmpty()
        ? cvr
        : cvr + "  ·  " + get("report.ydernumre", clinic.ydernumre().size(), ydernumre());
  }

  String period() {
    ReportPeriod period = report.figures().period();
    return get("report.period.days", day(period.from()), day(period.to()));
  }

  String generated() {
    return time(report.generatedAt());
  }

  String through() {
    Instant through = report.dataThrough();
    return through == null ? get("report.through.never") : time(through);
  }

  String number(int number) {
    return NumberFormat.getIntegerInstance(report.language().locale()).format(number);
  }

  List<String> definitions() {
    String labels = report.figures().labels();
    boolean own = labels.equals(DiagnosisCodeLabels.own(report.language()).version());
    return List.of(
        get("diagnosis.definition.share"),
        get("diagnosis.definition.diagnoses"),
        get("diagnosis.definition.left-out"),
        get("diagnosis.definition.age"),
        get("diagnosis.definition.sex"),
        get("diagnosis.definition.labels" + (own ? "" : ".imported"), Printable.text(labels)));
  }

  String emptyText() {
    ReportPeriod period = report.figures().period();
    return get("diagnosis.empty.text", day(period.from()), day(period.to()));
  }

  List<String> emptyChecks() {
    Instant through = report.dataThrough();
    String last =
        through == null
            ? get("report.through.never") + "."
            : get("report.through") + ": " + time(through) + ".";
    return List.of(
        get("diagnosis.empty.check.period"),
        get("diagnosis.empty.check.gates"),
        get("diagnosis.empty.check.coding"),
        get("diagnosis.empty.check.system", last));
  }

  Collection<Map<String, ?>> rows() {
    Collection<Map<String, ?>> rows = new ArrayList<>();
    for (DiagnosisFigures.Row row : report.figures().rows()) {
      Map<String, @Nullable Object> values = new HashMap<>();
      values.put("rank", row.rank());
      values.put("code", Printable.text(row.code()));
      values.put("label", Printable.text(row.label()));
      values.put("persons", row.persons());
      values.put("share", row.share());
      values.put("women", row.women());
      values.put("men", row.men());
      values.put("age", row.medianAge());
      rows.add(values);
    }
    return rows;
  }

  Collection<Map<String, ?>> ages() {
    Collection<Map<String, ?>> rows = new ArrayList<>();
    for (AgeGroup group : report.figures().ages()) {
      rows.add(
          Map.of(
              "band", band(group.band()),
              "women", group.women(),
              "men", group.men(),
              "unstated", group.unstated(),
              "all", group.persons()));
    }
    return rows;
  }

  boolean someSexUnstated() {
    return report.figures().ages().stream().anyMatch(group -> group.unstated() > 0);
  }

  private String band(String band) {
    return switch (band) {
      case "0-17" -> get("diagnosis.band.youngest");
      case "80+" -> get("diagnosis.band.oldest");
      case "unknown" -> get("diagnosis.band.unknown");
      default -> get("diagnosis.band", band.replace('-', '–'));
    };
  }

  private String day(LocalDate day) {
    return format("format.date").format(day);
  }

  private String time(Instant instant) {
    return format("format.time").format(instant.atZone(DENMARK));
  }

  private DateTimeFormatter format(String key) {
    return DateTimeFormatter.ofPattern(get(key), report.language().locale());
  }
}
