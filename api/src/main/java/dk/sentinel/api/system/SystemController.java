package dk.sentinel.api.system;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The operator registers practice systems for their vendors, and suspends them. What a system may
 * send is fixed when it is registered: owners confirm a system for just that.
 */
@RestController
@RequestMapping("/practice-systems")
final class SystemController {
  private static final Problem TAKEN =
      Problem.of(
          "practice-system-id-taken",
          HttpStatus.CONFLICT,
          "Another practice system has this id",
          "A practice system with this id is registered otherwise, and what was registered never"
              + " changes. Choose another systemId.");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final SystemClients clients;
  private final Clock clock;
  private final SystemStore store = new SystemStore();

  SystemController(
      TenantTransactions transactions, AuditLog audit, SystemClients clients, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.clients = clients;
    this.clock = clock;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<List<View>> systems(
      @AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    return transactions
        .inTransaction(platform(exchange, person), store::all)
        .map(systems -> systems.stream().map(View::of).toList());
  }

  @PostMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<ResponseEntity<View>> register(
      @RequestBody NewSystem.Request request,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    NewSystem system = NewSystem.of(request);
    return transactions.inTransaction(
        platform(exchange, person),
        transaction ->
            store
                .register(transaction, system, clock.instant())
                .flatMap(
                    isNew -> isNew ? registered(transaction, system) : known(transaction, system)));
  }

  private Mono<ResponseEntity<View>> registered(TenantTransaction transaction, NewSystem system) {
    return audit
        .append(
            transaction,
            new SystemAct.Registered(system.id(), system.vendorCvr(), system.kinds().size()))
        .then(Mono.defer(() -> store.system(transaction, system.id())))
        .map(made -> ResponseEntity.status(HttpStatus.CREATED).body(View.of(made)));
  }

  private Mono<ResponseEntity<View>> known(TenantTransaction transaction, NewSystem system) {
    return store
        .system(transaction, system.id())
        .map(View::of)
        .filter(view -> view.isAs(system))
        .map(ResponseEntity::ok)
        .switchIfEmpty(Mono.error(TAKEN.asException()));
  }

  @PostMapping("/{system}/suspension")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<View> suspend(
      @PathVariable String system,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    return change(
            platform(exchange, person), system, clock.instant(), new SystemAct.Suspended(system))
        .flatMap(view -> tokens(view, false).onErrorResume(away -> Mono.just(view)));
  }

  /**
   * Its tokens end with the registration, which every request asks for; that Keycloak gives no new
   * ones is a second wall.
   */
  private Mono<View> tokens(View view, boolean enabled) {
    return view.keys().isEmpty()
        ? Mono.just(view)
        : clients.enable(view.systemId(), enabled).thenReturn(view);
  }

  @PostMapping("/{system}/resumption")
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<View> resume(
      @PathVariable String system,
      @AuthenticationPrincipal Caller.Person person,
      ServerWebExchange exchange) {
    return change(platform(exchange, person), system, null, new SystemAct.Resumed(system))
        .flatMap(view -> tokens(view, true));
  }

  private Mono<View> change(
      ActContext act, String system, @Nullable Instant suspendedAt, SystemAct record) {
    return transactions.inTransaction(
        act,
        transaction ->
            store
                .suspend(transaction, system, suspendedAt)
                .flatMap(changed ->
                    changed ? audit.append(transaction, record).then() : Mono.<Void>empty())
                .then(Mono.defer(() -> store.system(transaction, system)))
                .map(View::of)
                .switchIfEmpty(Mono.error(SystemKeys.UNKNOWN.asException())));
  }

  private static ActContext platform(ServerWebExchange exchange, Caller.Person person) {
    return RequestOrigin.act(exchange, TenantId.PLATFORM, person.as(PlatformRole.OPERATOR.code()));
  }

  /**
   * A registered practice system.
   *
   * @param keys names of its keys; empty while it has none of us
   * @param jwksUrl where the vendor publishes them; null when they were handed over
   * @param suspendedAt since when it is let in nowhere; null while it may go on
   */
  record View(
      String systemId,
      String name,
      String vendor,
      String vendorCvr,
      List<String> kinds,
      Instant registeredAt,
      List<String> keys,
      @Nullable String jwksUrl,
      @Nullable Instant suspendedAt) {
    static View of(SystemStore.PracticeSystem system) {
      return new View(
          system.id(),
          system.name(),
          system.vendor(),
          system.vendorCvr(),
          system.kinds(),
          system.registeredAt(),
          names(system.jwks()),
          system.jwksUrl(),
          system.suspendedAt());
    }

    private static List<String> names(@Nullable String jwks) {
      return jwks == null
          ? List.of()
          : PublicKeys.of(jwks).map(PublicKeys::names).orElse(List.of());
    }

    boolean isAs(NewSystem other) {
      return name.equals(other.name())
          && vendor.equals(other.vendor())
          && vendorCvr.equals(other.vendorCvr())
          && kinds.equals(List.copyOf(other.kinds()));
    }
  }
}
