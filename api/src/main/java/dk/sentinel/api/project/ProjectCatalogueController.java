package dk.sentinel.api.project;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Language;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Enrolments;
import dk.sentinel.compliance.privacy.Project;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The projects as their editor and the operator see them: with the number of clinics that joined.
 */
@RestController
final class ProjectCatalogueController {
  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final Enrolments enrolments;

  ProjectCatalogueController(
      TenantDirectory directory, TenantTransactions transactions, Enrolments enrolments) {
    this.directory = directory;
    this.transactions = transactions;
    this.enrolments = enrolments;
  }

  @GetMapping("/projects")
  @ForPlatform({PlatformRole.PROJECT_EDITOR, PlatformRole.OPERATOR})
  Mono<List<ProjectView>> projects(
      @RequestParam(required = false) @Nullable String lang,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    PlatformRole role = person.platformRoles().iterator().next();
    TextLanguage language = Language.of(lang);
    return joined(RequestOrigin.act(exchange, TenantId.PLATFORM, person.as(role.code())))
        .map(joined ->
            Project.all().stream().map(project -> view(project, language, joined)).toList());
  }

  /** The project of every enrolment, read clinic by clinic: there is no transaction for all. */
  private Mono<List<String>> joined(ActContext act) {
    return directory
        .allClinics()
        .concatMap(clinic ->
            transactions.inTransaction(
                act.in(clinic.id()), transaction -> enrolments.current(transaction).collectList()))
        .flatMapIterable(each -> each)
        .map(Enrolments.Enrolment::project)
        .collectList();
  }

  private static ProjectView view(Project project, TextLanguage language, List<String> joined) {
    Project.Text text = project.text(language);
    return new ProjectView(
        project.code(),
        text.name(),
        text.purpose(),
        text.collected(),
        project.specialities(),
        joined.stream().filter(project.code()::equals).count());
  }

  record ProjectView(
      String code,
      String name,
      String purpose,
      List<Project.Element> collected,
      List<String> specialities,
      long clinics) {}
}
