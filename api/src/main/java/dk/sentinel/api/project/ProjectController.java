package dk.sentinel.api.project;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;
import static dk.sentinel.api.identity.ClinicRole.SECRETARY;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.ClosedGate;
import dk.sentinel.api.problem.Language;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Enrolments;
import dk.sentinel.compliance.agreement.Enrolments.Enrolment;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateState;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.privacy.Project;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The projects as a clinic sees them: what each would collect, and joining or leaving. */
@RestController
@RequestMapping("/clinics/{clinicId}/projects")
final class ProjectController {
  private static final Problem UNKNOWN =
      Problem.of(
          "project-not-found",
          HttpStatus.NOT_FOUND,
          "Project not found",
          "Choose a project from GET /clinics/{clinicId}/projects.");

  private final TenantTransactions transactions;
  private final Enrolments enrolments;
  private final Gates gates;
  private final Clock clock;

  ProjectController(
      TenantTransactions transactions, Enrolments enrolments, Gates gates, Clock clock) {
    this.transactions = transactions;
    this.enrolments = enrolments;
    this.gates = gates;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, SECRETARY, AUDITOR})
  Mono<List<ProjectView>> projects(@RequestParam(required = false) @Nullable String lang) {
    TextLanguage language = Language.of(lang);
    return transactions
        .inTransaction(transaction -> enrolments.current(transaction).collectList())
        .map(current ->
            Project.all().stream().map(project -> view(project, language, current)).toList());
  }

  @PostMapping("/{code}/enrolment")
  @ForClinic(OWNER)
  Mono<ResponseEntity<EnrolledView>> enrol(@PathVariable String code) {
    Project project = required(code);
    return transactions
        .inTransaction(transaction -> enrolled(transaction, project))
        .map(ProjectController::answer);
  }

  @PostMapping("/{code}/withdrawal")
  @ForClinic(OWNER)
  Mono<Withdrawn> withdraw(@PathVariable String code) {
    Project project = required(code);
    return transactions
        .inTransaction(
            transaction -> enrolments.withdraw(transaction, project.code(), clock.instant()))
        .map(Withdrawn::new);
  }

  /** What became of the wish to join. A refusal is committed with its record. */
  private sealed interface Answer {
    record Joined(Enrolment enrolment, boolean isNew) implements Answer {}

    record Closed(Gate gate) implements Answer {}
  }

  private Mono<Answer> enrolled(TenantTransaction transaction, Project project) {
    return gates
        .states(transaction, project.code())
        .map(ProjectController::firstClosedBeforeEnrolment)
        .flatMap(closed ->
            closed
                .map(gate -> refused(transaction, project, gate))
                .orElseGet(() -> joined(transaction, project)));
  }

  private static Optional<Gate> firstClosedBeforeEnrolment(List<GateState> states) {
    return states.stream()
        .filter(state -> state.gate().compareTo(Gate.ENROLMENT) < 0 && !state.isOpen())
        .map(GateState::gate)
        .findFirst();
  }

  private Mono<Answer> refused(TenantTransaction transaction, Project project, Gate gate) {
    return enrolments
        .refused(transaction, project.code(), gate.code())
        .thenReturn(new Answer.Closed(gate));
  }

  private Mono<Answer> joined(TenantTransaction transaction, Project project) {
    return enrolments
        .enrol(transaction, project.code(), clock.instant())
        .flatMap(isNew ->
            enrolments
                .current(transaction)
                .filter(current -> current.project().equals(project.code()))
                .next()
                .map(current -> new Answer.Joined(current, isNew)));
  }

  private static ResponseEntity<EnrolledView> answer(Answer answer) {
    return switch (answer) {
      case Answer.Joined joined ->
          ResponseEntity.status(joined.isNew ? HttpStatus.CREATED : HttpStatus.OK)
              .body(new EnrolledView(joined.enrolment.from()));
      case Answer.Closed closed -> throw ClosedGate.of(closed.gate.code()).asException();
    };
  }

  private static Project required(String code) {
    return Project.of(code).orElseThrow(UNKNOWN::asException);
  }

  private static ProjectView view(Project project, TextLanguage language, List<Enrolment> current) {
    Project.Text text = project.text(language);
    return new ProjectView(
        project.code(),
        text.name(),
        text.purpose(),
        text.collected(),
        project.specialities(),
        current.stream()
            .filter(enrolment -> enrolment.project().equals(project.code()))
            .map(enrolment -> new EnrolledView(enrolment.from()))
            .findFirst()
            .orElse(null));
  }

  record ProjectView(
      String code,
      String name,
      String purpose,
      List<Project.Element> collected,
      List<String> specialities,
      @Nullable EnrolledView enrolled) {}

  record EnrolledView(Instant from) {}

  record Withdrawn(boolean changed) {}
}
