package dk.sentinel.api.clinic;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.DatabaseFault;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A company becomes a clinic: who may represent it alone states name and ydernumre and is its owner
 * from then on. The company is the one that the person signed in for; nobody can name another.
 *
 * <p>Doing it twice, or two people at once, makes one clinic: its owner gets the same answer again,
 * anybody else is told to ask the owner. The organization in Keycloak is wished for in the same
 * transaction and made soon after.
 */
@RestController
final class SignUpController {
  private static final Problem NO_RIGHT =
      Problem.of(
          "right-to-represent-required",
          HttpStatus.FORBIDDEN,
          "The right to represent the company is required",
          "Only a person whom the business register lets represent the company alone can register"
              + " it as a clinic. Ask one of them to sign in here with MitID Erhverv; afterwards"
              + " the owner can give you a role.");

  private static final Problem RIGHT_UNKNOWN =
      Problem.of(
          "right-to-represent-unknown",
          HttpStatus.FORBIDDEN,
          "The sign-in does not say whether you may represent the company",
          "If you may, have the right registered in MitID Erhverv and sign in again, or send the"
              + " operator a power of attorney. If you may not, ask a person who may to sign in"
              + " here; afterwards the owner can give you a role.");

  private static final Problem EXISTS =
      Problem.of(
          "clinic-exists",
          HttpStatus.CONFLICT,
          "The company is a clinic already",
          "Ask an owner of the clinic to give you a role in it.");

  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final ClinicStore store = new ClinicStore();

  SignUpController(
      TenantDirectory directory, TenantTransactions transactions, AuditLog audit, Clock clock) {
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  @PostMapping("/clinics")
  Mono<ResponseEntity<Created>> create(
      @RequestBody NewClinic.Request request,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    ActContext nowhere = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("none"));
    return switch (person.mayRepresent()) {
      case NO -> refused(nowhere, ClinicAct.NotCreated.NO_RIGHT, NO_RIGHT);
      case UNKNOWN -> refused(nowhere, ClinicAct.NotCreated.RIGHT_UNKNOWN, RIGHT_UNKNOWN);
      case YES ->
          known(person, nowhere)
              .switchIfEmpty(Mono.defer(() -> create(NewClinic.of(request), person, nowhere)));
    };
  }

  private Mono<ResponseEntity<Created>> create(
      NewClinic clinic, Caller.Person person, ActContext nowhere) {
    TenantId id = new TenantId(UUID.randomUUID());
    ActContext act = nowhere.in(id).by(person.as("owner"));
    return held(clinic.ydernumre())
        .flatMap(held -> taken(held, person, nowhere))
        .switchIfEmpty(
            Mono.defer(() -> create(act, clinic, person))
                .onErrorResume(
                    DatabaseFault::isDuplicate,
                    duplicate -> somebodyWasFaster(clinic, person, nowhere)));
  }

  private Mono<ResponseEntity<Created>> create(
      ActContext act, NewClinic clinic, Caller.Person person) {
    UUID id = act.tenant().value();
    return transactions
        .inTransaction(
            act,
            transaction ->
                store
                    .create(transaction, clinic, person, clock.instant())
                    .then(
                        Mono.defer(() ->
                            audit.append(
                                transaction,
                                new ClinicAct.Created(id, clinic.ydernumre().size())))))
        .thenReturn(ResponseEntity.status(HttpStatus.CREATED).body(new Created(id)));
  }

  private Mono<ResponseEntity<Created>> somebodyWasFaster(
      NewClinic clinic, Caller.Person person, ActContext nowhere) {
    return held(clinic.ydernumre())
        .defaultIfEmpty(List.of(0))
        .flatMap(held -> taken(held, person, nowhere));
  }

  /** Who holds the ydernumre may be this very company, made a clinic since it was looked up. */
  private Mono<ResponseEntity<Created>> taken(
      List<Integer> held, Caller.Person person, ActContext nowhere) {
    return known(person, nowhere)
        .switchIfEmpty(
            Mono.defer(
                () -> refused(nowhere, ClinicAct.NotCreated.HELD, YdernummerHeld.problem(held))));
  }

  /** The answer when the company is a clinic already; empty when it is none. */
  private Mono<ResponseEntity<Created>> known(Caller.Person person, ActContext nowhere) {
    return directory
        .clinicOfCvr(person.cvr())
        .flatMap(clinic ->
            owns(person, clinic)
                .flatMap(owner ->
                    owner
                        ? Mono.just(ResponseEntity.ok(new Created(clinic.value())))
                        : refused(nowhere, ClinicAct.NotCreated.EXISTS, EXISTS)));
  }

  private Mono<Boolean> owns(Caller.Person person, TenantId clinic) {
    return directory
        .membershipsOf(person.id(), clock.instant())
        .any(held -> held.clinic().id().equals(clinic) && held.role().equals("owner"));
  }

  /** The places of those that another clinic holds; empty when nobody holds any. */
  private Mono<List<Integer>> held(List<Ydernummer> ydernumre) {
    return Flux.range(0, ydernumre.size())
        .filterWhen(at -> YdernummerHeld.isHeld(directory, ydernumre.get(at)))
        .collectList()
        .filter(found -> !found.isEmpty());
  }

  private Mono<ResponseEntity<Created>> refused(
      ActContext nowhere, String reason, Problem problem) {
    return transactions
        .inTransaction(
            nowhere, transaction -> audit.append(transaction, new ClinicAct.NotCreated(reason)))
        .then(Mono.error(problem.asException()));
  }

  record Created(UUID clinicId) {}
}
