package dk.sentinel.reports.render;

import dk.sentinel.reports.ReportTexts;
import dk.sentinel.reports.audit.AuditReport;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The words of a summary of a log. A word of the log that has no text is printed as it is. */
final class AuditWords {
  static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private final AuditReport report;
  private final ReportTexts texts;

  AuditWords(AuditReport report) {
    this.report = report;
    this.texts = ReportTexts.in(report.language());
  }

  ReportTexts texts() {
    return texts;
  }

  String get(String key, Object... values) {
    return texts.get(key, values);
  }

  /** The text of a word of the log, such as an action. */
  String of(String kind, String word) {
    String key = "audit." + kind + "." + word;
    return texts.bundle().containsKey(key) ? texts.get(key) : Printable.text(word);
  }

  /** The name of one of the clinic's people or of a part of Sentinel; another's id as it stands. */
  String who(String id) {
    String name = report.names().get(id);
    return name == null ? of("actor", id) : Printable.text(name);
  }

  String clinic() {
    return Printable.text(report.clinic().name());
  }

  /** The days that were asked for; of the whole log the days that it covers. */
  String period() {
    return get(
        "report.period.days",
        end(report.from(), report.summary().first()),
        end(report.to(), report.summary().last()));
  }

  private String end(@Nullable LocalDate asked, @Nullable Instant there) {
    if (asked != null) {
      return day(asked);
    }
    return there == null ? "…" : day(LocalDate.ofInstant(there, DENMARK));
  }

  String number(long number) {
    return NumberFormat.getIntegerInstance(report.language().locale()).format(number);
  }

  String day(LocalDate day) {
    return format("format.date").format(day);
  }

  String time(Instant instant) {
    return format("format.time").format(instant.atZone(DENMARK));
  }

  /** A moment in the room that a column has. */
  String shortTime(Instant instant) {
    return format("audit.format.time").format(instant.atZone(DENMARK));
  }

  DateTimeFormatter format(String key) {
    return DateTimeFormatter.ofPattern(get(key), report.language().locale());
  }
}
