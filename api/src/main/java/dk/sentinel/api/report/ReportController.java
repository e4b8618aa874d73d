package dk.sentinel.api.report;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Language;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.reports.ReportDefinition;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.diagnosis.DiagnosisFigures;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import dk.sentinel.reports.render.ReportRenderer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A clinic's reports: which there are, and each on the screen, as PDF and as a workbook. */
@RestController
@RequestMapping("/clinics/{clinicId}/reports")
final class ReportController {
  private static final MediaType XLSX =
      MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final DiagnosisReports reports;
  private final Printing printing;
  private final Clock clock;
  private final ReportRenderer renderer = new ReportRenderer();

  ReportController(DiagnosisReports reports, Printing printing, Clock clock) {
    this.reports = reports;
    this.printing = printing;
    this.clock = clock;
    printing.prepare(renderer::prepare);
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<List<ReportView>> reports(@RequestParam(required = false) @Nullable String lang) {
    ReportLanguage language = language(lang);
    return reports
        .closedGate()
        .map(closed ->
            List.of(
                new ReportView(
                    ReportDefinition.DIAGNOSEKODNING.code(),
                    ReportDefinition.DIAGNOSEKODNING.name(language),
                    closed.isEmpty(),
                    closed.map(Gate::code).orElse(null))));
  }

  @GetMapping("/diagnosekodning")
  @ForClinic({OWNER, PHYSIOTHERAPIST})
  Mono<DiagnosisView> diagnoses(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String lang) {
    ReportLanguage language = language(lang);
    return reports
        .open(period(from, to), "json")
        .flatMap(opened -> printing.make(() -> DiagnosisView.of(opened.report(language))));
  }

  @GetMapping("/diagnosekodning.pdf")
  @ForClinic({OWNER, PHYSIOTHERAPIST})
  Mono<ResponseEntity<byte[]>> pdf(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String lang) {
    return document(
        period(from, to), language(lang), "pdf", MediaType.APPLICATION_PDF, renderer::pdf);
  }

  @GetMapping("/diagnosekodning.xlsx")
  @ForClinic({OWNER, PHYSIOTHERAPIST})
  Mono<ResponseEntity<byte[]>> xlsx(
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String lang) {
    return document(period(from, to), language(lang), "xlsx", XLSX, renderer::xlsx);
  }

  private Mono<ResponseEntity<byte[]>> document(
      ReportPeriod period,
      ReportLanguage language,
      String format,
      MediaType type,
      Function<DiagnosisReport, byte[]> render) {
    return reports
        .open(period, format)
        .flatMap(opened ->
            printing
                .print(() -> render.apply(opened.report(language)))
                .map(bytes -> attachment(opened, format, type, bytes)));
  }

  private static ResponseEntity<byte[]> attachment(
      DiagnosisReports.Opened opened, String format, MediaType type, byte[] bytes) {
    String name =
        "diagnosekodning_%s_%s_%s.%s"
            .formatted(
                opened.observed().clinic().cvr(),
                opened.period().from(),
                opened.period().to(),
                format);
    return ResponseEntity.ok()
        .contentType(type)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(bytes);
  }

  /** The period asked for; without one the twelve months up to today. */
  private ReportPeriod period(@Nullable String from, @Nullable String to) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DiagnosisReports.DENMARK);
    Fields fields = new Fields();
    LocalDate last = day(fields, "to", to).orElse(today);
    LocalDate first = day(fields, "from", from).orElse(last.minusYears(1).plusDays(1));
    fields.require(!last.isBefore(first), "to", "must not be before from");
    fields.refuseIfBroken();
    return new ReportPeriod(first, last);
  }

  private static Optional<LocalDate> day(Fields fields, String field, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.parse(text);
      fields.require(
          day.getYear() >= 1900 && day.getYear() <= 2200, field, "must be in 1900 to 2200");
      return Optional.of(day);
    } catch (DateTimeParseException notOne) {
      fields.require(false, field, "must be a date like 2026-01-31");
      return Optional.empty();
    }
  }

  private static ReportLanguage language(@Nullable String lang) {
    return ReportLanguage.ofTag(Language.of(lang).tag());
  }

  record ReportView(String code, String name, boolean available, @Nullable String reason) {}

  record DiagnosisView(
      ClinicView clinic,
      LocalDate from,
      LocalDate to,
      Instant generatedAt,
      int persons,
      int diagnoses,
      List<RowView> rows,
      List<DiagnosisFigures.AgeGroup> ages,
      @Nullable Instant dataThrough) {
    static DiagnosisView of(DiagnosisReport report) {
      DiagnosisFigures figures = report.figures();
      return new DiagnosisView(
          new ClinicView(report.clinic().name(), report.clinic().cvr()),
          figures.period().from(),
          figures.period().to(),
          report.generatedAt(),
          figures.persons(),
          figures.diagnoses(),
          figures.rows().stream().map(RowView::of).toList(),
          figures.ages(),
          report.dataThrough());
    }
  }

  record ClinicView(String name, String cvr) {}

  record RowView(
      int rank,
      String code,
      String label,
      int persons,
      String share,
      int women,
      int men,
      @Nullable BigDecimal medianAge) {
    static RowView of(DiagnosisFigures.Row row) {
      return new RowView(
          row.rank(),
          row.code(),
          row.label(),
          row.persons(),
          row.share().toPlainString(),
          row.women(),
          row.men(),
          row.medianAge());
    }
  }
}
