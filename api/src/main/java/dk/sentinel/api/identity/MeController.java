package dk.sentinel.api.identity;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantDirectory.Membership;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who am I and which clinics are mine. The first call of a session records the sign-in. */
@RestController
final class MeController {
  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final SignInStore signIns = new SignInStore();

  MeController(
      TenantDirectory directory, TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping("/me")
  Mono<Me> me(@AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    return directory
        .membershipsOf(person.id(), clock.instant())
        .collectList()
        .flatMap(mine ->
            recorded(person, mine, exchange).then(Mono.fromSupplier(() -> me(person, mine))));
  }

  private Mono<Void> recorded(
      Caller.Person person, List<Membership> mine, ServerWebExchange exchange) {
    return Flux.fromIterable(rolesByClinic(person, mine).entrySet())
        .concatMap(entry ->
            recorded(
                person, RequestOrigin.act(exchange, entry.getKey(), person.as(entry.getValue()))))
        .then();
  }

  private Mono<Boolean> recorded(Caller.Person person, ActContext act) {
    return transactions.inTransaction(
        act,
        transaction ->
            signIns
                .isNew(transaction, person, clock.instant())
                .flatMap(isNew ->
                    isNew
                        ? signIns
                            .wishToBeCounted(transaction, person)
                            .then(Mono.defer(() -> audit.append(transaction, new SignInRecord())))
                            .thenReturn(true)
                        : Mono.just(false)));
  }

  /** One log entry per clinic; who belongs to no clinic is recorded in the platform's log. */
  private static Map<TenantId, String> rolesByClinic(Caller.Person person, List<Membership> mine) {
    Map<TenantId, String> roles = new LinkedHashMap<>();
    mine.forEach(membership -> roles.putIfAbsent(membership.clinic().id(), membership.role()));
    if (roles.isEmpty()) {
      roles.put(
          TenantId.PLATFORM,
          person.platformRoles().stream().map(PlatformRole::code).findFirst().orElse("none"));
    }
    return roles;
  }

  private static Me me(Caller.Person person, List<Membership> mine) {
    return new Me(
        new PersonView(
            person.id(),
            person.name(),
            person.cvr(),
            person.organization(),
            person.mayRepresent().code(),
            person.level()),
        mine.stream()
            .map(membership ->
                new ClinicView(
                    membership.clinic().id().value(),
                    membership.clinic().name(),
                    membership.clinic().cvr(),
                    membership.role(),
                    membership.ended()))
            .toList(),
        person.platformRoles().stream().map(PlatformRole::code).toList());
  }

  record Me(PersonView person, List<ClinicView> clinics, List<String> platformRoles) {}

  record PersonView(
      String id, String name, String cvr, String organization, String mayRepresent, String level) {}

  record ClinicView(UUID clinicId, String name, String cvr, String role, boolean ended) {}
}
