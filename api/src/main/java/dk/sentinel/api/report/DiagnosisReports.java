package dk.sentinel.api.report;

import dk.sentinel.api.clinic.Arrivals;
import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.problem.ClosedGate;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Deviation;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateState;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.privacy.Instruction;
import dk.sentinel.compliance.privacy.Instruction.Ruling;
import dk.sentinel.compliance.privacy.Permission;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The report "Diagnosekodning" of the clinic in context. One transaction asks the instruction,
 * reads the diagnoses and records the opening; only when it has committed is anything counted or
 * shown.
 */
@Component
final class DiagnosisReports {
  static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final String CODE = ReportDefinition.DIAGNOSEKODNING.code();

  private static final Problem PERMISSION_REQUIRED =
      Problem.of(
          "permission-required",
          HttpStatus.FORBIDDEN,
          "A permission is required",
          "Figures are retrieved under sundhedsloven section 42 d: ask the clinic's owner for a"
              + " permission. An owner gives it at POST /clinics/{clinicId}/permissions.");

  private final TenantTransactions transactions;
  private final Gates gates;
  private final Arrivals arrivals;
  private final Instruction instruction;
  private final AuditLog audit;
  private final Clock clock;
  private final ReportStore store = new ReportStore();

  DiagnosisReports(
      TenantTransactions transactions,
      Gates gates,
      Arrivals arrivals,
      Instruction instruction,
      AuditLog audit,
      Clock clock) {
    this.transactions = transactions;
    this.gates = gates;
    this.arrivals = arrivals;
    this.instruction = instruction;
    this.audit = audit;
    this.clock = clock;
  }

  /** The first gate that keeps the report from being shown; empty when it can be. */
  Mono<Optional<Gate>> closedGate() {
    return transactions.inTransaction(this::closedGate);
  }

  private Mono<Optional<Gate>> closedGate(TenantTransaction transaction) {
    return gates
        .statesForReading(transaction, CODE)
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
            instruction
                .reading(transaction, Project.DIAGNOSEKODNING, isManagement(transaction))
                .flatMap(ruling ->
                    switch (ruling) {
                      case Ruling.Within within ->
                          arrivals
                              .of(transaction)
                              .flatMap(
                                  some -> opened(transaction, id, period, format, within, some))
                              .switchIfEmpty(Mono.defer(() -> empty(transaction)));
                      case Ruling.Outside outside -> refused(transaction, outside.reason());
                    }))
        .map(answer ->
            switch (answer) {
              case Opened opened -> opened;
              case Closed closed -> throw ClosedGate.of(closed.gate).asException();
              case NotPermitted none -> throw PERMISSION_REQUIRED.asException();
            });
  }

  /** The owner is the management that permits others (sundhedsloven section 42 d). */
  private static boolean isManagement(TenantTransaction transaction) {
    return ClinicRole.OWNER.code().equals(transaction.act().actor().role());
  }

  private Mono<Answer> refused(TenantTransaction transaction, Deviation.Reason reason) {
    boolean permission = reason == Deviation.Reason.PERMISSION;
    return instruction
        .refuse(
            transaction,
            permission
                ? new ReportAct.NotPermitted(CODE)
                : new ReportAct.Refused(CODE, reason.code()),
            new Deviation(Deviation.Act.READ, Project.DIAGNOSEKODNING.code(), reason, 1, null))
        .thenReturn(permission ? new NotPermitted() : new Closed(reason.code()));
  }

  /** Without data there is nothing to look at; the wish is recorded, and deviates from nothing. */
  private Mono<Answer> empty(TenantTransaction transaction) {
    return audit
        .append(transaction, new ReportAct.Refused(CODE, Gate.DATA.code()))
        .thenReturn(new Closed(Gate.DATA.code()));
  }

  private Mono<Answer> opened(
      TenantTransaction transaction,
      UUID id,
      ReportPeriod period,
      String format,
      Ruling.Within within,
      Arrivals.Arrival arrival) {
    Instant now = clock.instant();
    return store
        .clinic(transaction)
        .zipWhen(
            clinic -> store.diagnoses(transaction, period, LocalDate.ofInstant(now, DENMARK)),
            (clinic, diagnoses) ->
                new Opened(id, period, new Observed(clinic, arrival.last(), now, diagnoses)))
        .flatMap(opened -> recorded(transaction, opened, format, within));
  }

  private Mono<Answer> recorded(
      TenantTransaction transaction, Opened opened, String format, Ruling.Within within) {
    return audit
        .append(
            told(transaction, within.permission()),
            new ReportAct.Opened(
                CODE,
                opened.id,
                format,
                opened.period,
                opened.observed.diagnoses().size(),
                scope(transaction),
                within.basis()))
        .thenReturn(opened);
  }

  /** Whom the management permitted it has said who they are in the national register. */
  private static TenantTransaction told(
      TenantTransaction transaction, Optional<Permission> permission) {
    return permission
        .map(held -> transaction.by(transaction.act().actor().authorised(held.authorisation())))
        .orElse(transaction);
  }

  private static @Nullable List<String> scope(TenantTransaction transaction) {
    Set<String> ydernumre = transaction.act().scope().ydernumre();
    return ydernumre == null ? null : List.copyOf(ydernumre);
  }

  /** What became of the wish to open the report. A refusal is committed with its record. */
  sealed interface Answer {}

  record Closed(String gate) implements Answer {}

  record NotPermitted() implements Answer {}

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
