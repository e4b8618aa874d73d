package dk.sentinel.api.report;

import dk.sentinel.api.clinic.Arrivals;
import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.problem.ClosedGate;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateState;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.privacy.Permission;
import dk.sentinel.compliance.privacy.Permissions;
import dk.sentinel.compliance.privacy.Project;
import dk.sentinel.compliance.tenancy.Actor;
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
 * The report "Diagnosekodning" of the clinic in context. One transaction asks the gates, reads the
 * diagnoses and records the opening; only when it has committed is anything counted or shown.
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
  private final Permissions permissions;
  private final AuditLog audit;
  private final Clock clock;
  private final ReportStore store = new ReportStore();

  DiagnosisReports(
      TenantTransactions transactions,
      Gates gates,
      Arrivals arrivals,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    this.transactions = transactions;
    this.gates = gates;
    this.arrivals = arrivals;
    this.permissions = permissions;
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
            closedGate(transaction)
                .flatMap(closed ->
                    closed
                        .map(gate -> refused(transaction, gate))
                        .orElseGet(() -> permitted(transaction, id, period, format))))
        .map(answer ->
            switch (answer) {
              case Opened opened -> opened;
              case Closed closed -> throw ClosedGate.of(closed.gate.code()).asException();
              case NotPermitted none -> throw PERMISSION_REQUIRED.asException();
            });
  }

  /**
   * The figures go down to one patient, so looking at them is a retrieval under sundhedsloven § 42
   * d: whom the management has not permitted it is refused. The owner is the management; what she
   * looks at carries her permission when she has given herself one.
   */
  private Mono<Answer> permitted(
      TenantTransaction transaction, UUID id, ReportPeriod period, String format) {
    Actor actor = transaction.act().actor();
    LocalDate today = LocalDate.ofInstant(clock.instant(), DENMARK);
    return permissions
        .holding(transaction, actor.id(), today)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(permission ->
            permission.isEmpty() && !actor.role().equals(ClinicRole.OWNER.code())
                ? audit
                    .append(transaction, new ReportAct.NotPermitted(CODE))
                    .thenReturn(new NotPermitted())
                : opened(transaction, id, period, format, permission));
  }

  private Mono<Answer> refused(TenantTransaction transaction, Gate gate) {
    return audit
        .append(transaction, new ReportAct.Refused(CODE, gate.code()))
        .thenReturn(new Closed(gate));
  }

  private Mono<Answer> opened(
      TenantTransaction transaction,
      UUID id,
      ReportPeriod period,
      String format,
      Optional<Permission> permission) {
    Instant now = clock.instant();
    return store
        .clinic(transaction)
        .zipWhen(clinic -> arrivals.of(transaction))
        .zipWhen(
            both -> store.diagnoses(transaction, period, LocalDate.ofInstant(now, DENMARK)),
            (both, diagnoses) ->
                new Opened(
                    id, period, new Observed(both.getT1(), both.getT2().last(), now, diagnoses)))
        .flatMap(opened -> recorded(transaction, opened, format, permission));
  }

  private Mono<Answer> recorded(
      TenantTransaction transaction,
      Opened opened,
      String format,
      Optional<Permission> permission) {
    return gates
        .basis(transaction, Project.DIAGNOSEKODNING)
        .map(basis -> permission.map(held -> basis.permittedBy(held.id().toString())).orElse(basis))
        .flatMap(basis ->
            audit.append(
                told(transaction, permission),
                new ReportAct.Opened(
                    CODE,
                    opened.id,
                    format,
                    opened.period,
                    opened.observed.diagnoses().size(),
                    scope(transaction),
                    basis)))
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

  record Closed(Gate gate) implements Answer {}

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
