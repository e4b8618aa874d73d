package dk.sentinel.api.report;

import dk.sentinel.api.problem.ProblemException;
import dk.sentinel.compliance.audit.ProofFiles.ProofFile;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.render.ReportRenderer;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every report of the clinic in context, on all its data, as files to take along. */
@Component
public final class ReportFiles {
  /** As far back as the databank reaches (sundhedsloven § 42 d stk. 2 nr. 2 litra d). */
  private static final int YEARS = 5;

  private final DiagnosisReports reports;
  private final ReportRenderer renderer = new ReportRenderer();
  private final Printing printing;
  private final Clock clock;

  ReportFiles(DiagnosisReports reports, Printing printing, Clock clock) {
    this.reports = reports;
    this.printing = printing;
    this.clock = clock;
  }

  /** One file for each report and language, each recorded as opened; none when a gate is closed. */
  public Flux<ProofFile> files() {
    return Flux.fromArray(ReportLanguage.values())
        .concatMap(this::file, 0)
        .onErrorResume(ProblemException.class, closed -> Flux.empty());
  }

  private Mono<ProofFile> file(ReportLanguage language) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DiagnosisReports.DENMARK);
    return reports
        .open(new ReportPeriod(today.minusYears(YEARS), today), "pdf")
        .flatMap(opened -> printing.print(() -> renderer.pdf(opened.report(language))))
        .map(pdf -> new ProofFile("reports/diagnosekodning." + language.tag() + ".pdf", pdf));
  }
}
