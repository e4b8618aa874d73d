package dk.sentinel.api.report;

import dk.sentinel.api.clinic.Arrivals;
import dk.sentinel.api.problem.ClosedGate;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateState;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.privacy.Project;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.reports.ReportDefinition;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.diagnosis.DiagnosisCodeLabels;
import dk.sentinel.reports.diagnosis.DiagnosisFigures;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The report "Diagnosekodning" of the clinic in context. One transaction asks the gates, reads the
 * diagnoses and records the opening; only when it has committed is anything counted or shown.
 */
@Component
final class DiagnosisReports {
  static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final String CODE = ReportDefinition.DIAGNOSEKODNING.code();

  private final TenantTransactions transactions;
  private final Gates gates;
  private final Arrivals arrivals;
  private final AuditLog audit;
  private final Clock clock;
  private final ReportStore store = new ReportStore();

  DiagnosisReports(
      TenantTransactions transactions,
      Gates gates,
      Arrivals arrivals,
      AuditLog audit,
      Clock clock) {
    this.transactions = transactions;
    this.gates = gates;
    this.arrivals = arrivals;
    this.audit = audit;
    this.clock = clock;
  }

  /** The first gate that keeps the report from being shown; empty when it can be. */
  Mono<Optional<Gate>> closedGate() {
    return transactions.inTransaction(this::closedGate);
  }

  private Mono<Optional<Gate>> closedGate(TenantTransaction transaction) {
    return gates
        .states(transaction, CODE)
        .zipWhen(states -> arrivals.of(transaction).hasElement(), DiagnosisReports::firstClosed);
  }

  private static Optional<Gate> firstClosed(List<GateState> states, boolean arrived) {
    return states.stream()
        .filter(state -> !state.isOpen())
        .map(GateState::gate)
        .findFirst()
        .or(() -> arrived ? Optional.empty() : Optional.of(Gate.DATA));
  }

  /**
   * Reads and records.
   *
   * @param format json, pdf or xlsx
   * @return makes the report when called, away from the event loop
   */
  Mono<Opened> open(ReportPeriod period, String format) {
    UUID id = UUID.randomUUID();
    return transactions
        .inTransaction(transaction ->
            closedGate(transaction)
                .flatMap(closed ->
                    closed
                        .map(gate -> refused(transaction, gate))
                        .orElseGet(() -> opened(transaction, id, period, format))))
        .map(answer ->
            switch (answer) {
              case Opened opened -> opened;
              case Closed closed -> throw ClosedGate.of(closed.gate.code()).asException();
            });
  }

  private Mono<Answer> refused(TenantTransaction transaction, Gate gate) {
    return audit
        .append(transaction, new ReportAct.Refused(CODE, gate.code()))
        .thenReturn(new Closed(gate));
  }

  private Mono<Answer> opened(
      TenantTransaction transaction, UUID id, ReportPeriod period, String format) {
    Instant now = clock.instant();
    return store
        .clinic(transaction)
        .zipWhen(clinic -> arrivals.of(transaction))
        .zipWhen(
            both -> store.diagnoses(transaction, period, LocalDate.ofInstant(now, DENMARK)),
            (both, diagnoses) ->
                new Opened(
                    id, period, new Observed(both.getT1(), both.getT2().last(), now, diagnoses)))
        .flatMap(opened -> recorded(transaction, opened, format));
  }

  private Mono<Answer> recorded(TenantTransaction transaction, Opened opened, String format) {
    return gates
        .basis(transaction, Project.DIAGNOSEKODNING)
        .flatMap(basis ->
            audit.append(
                transaction,
                new ReportAct.Opened(
                    CODE,
                    opened.id,
                    format,
                    opened.period,
                    opened.observed.diagnoses().size(),
                    basis)))
        .thenReturn(opened);
  }

  /** What became of the wish to open the report. A refusal is committed with its record. */
  sealed interface Answer {}

  record Closed(Gate gate) implements Answer {}

  /** Recorded as opened; may be shown. */
  record Opened(UUID id, ReportPeriod period, Observed observed) implements Answer {
    /** Counts; takes time with many diagnoses. */
    DiagnosisReport report(ReportLanguage language) {
      return new DiagnosisReport(
          id,
          observed.clinic(),
          observed.readAt(),
          observed.dataThrough(),
          DiagnosisFigures.of(period, observed.diagnoses(), DiagnosisCodeLabels.own(language)));
    }
  }
}
