package dk.sentinel.api.clinic;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Whether the company that somebody signed in for is a clinic already, and who can give them access
 * to it: asked before anybody fills in a form in vain. It tells names of owners to people of their
 * own company only, and the clinic's log says whom it told.
 */
@RestController
final class CompanyController {
  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final ClinicStore store = new ClinicStore();

  CompanyController(
      TenantDirectory directory, TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping("/me/company")
  Mono<Company> company(@AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    ActContext nowhere = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("none"));
    return directory
        .clinicOfCvr(person.cvr())
        .flatMap(clinic -> transactions.inTransaction(nowhere.in(clinic), this::known))
        .map(known -> new Company(person.cvr(), person.organization(), known))
        .defaultIfEmpty(new Company(person.cvr(), person.organization(), null));
  }

  private Mono<Known> known(TenantTransaction transaction) {
    return Mono.zip(store.clinic(transaction), store.owners(transaction, clock.instant()))
        .map(both -> new Known(both.getT1().name(), both.getT2()))
        .delayUntil(known ->
            audit.append(transaction, new ClinicAct.OwnersTold(transaction.tenant().value())));
  }

  /**
   * The company signed in for.
   *
   * @param clinic null when it is no clinic yet
   */
  record Company(String cvr, String name, @Nullable Known clinic) {}

  /**
   * The clinic that the company is.
   *
   * @param owners the names of those who can give a role in it
   */
  record Known(String name, List<String> owners) {}
}
