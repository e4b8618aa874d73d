package dk.sentinel.api.identity;

import static dk.sentinel.api.problem.Challenge.FRESH;

import dk.sentinel.api.WallClock;
import dk.sentinel.api.problem.Challenge;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The only way to a clinic's endpoints. Looks up the person's roles in the clinic that the path
 * names and lets them through in the first role the handler is for, with the clinic and the actor
 * in the Reactor context. Who has no role there gets the answer that an unknown clinic gives, and
 * both are recorded before they are answered. So is who signed in too long ago for what they ask.
 */
@Component
@Order(0)
final class ClinicDoor implements WebFilter {
  private static final PathPattern CLINIC =
      PathPatternParser.defaultInstance.parse("/clinics/{clinicId}/{*rest}");

  private final RequestMappingHandlerMapping handlers;
  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final WallClock wallClock;

  ClinicDoor(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers,
      TenantDirectory directory,
      TenantTransactions transactions,
      AuditLog audit,
      Clock clock,
      WallClock wallClock) {
    this.clock = clock;
    this.wallClock = wallClock;
    this.handlers = handlers;
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
    PathPattern.@Nullable PathMatchInfo match = CLINIC.matchAndExtract(path);
    if (match == null) {
      return chain.filter(exchange);
    }
    Optional<UUID> clinic = uuid(match.getUriVariables());
    return person()
        .flatMap(person ->
            admit(exchange, person, clinic)
                .flatMap(act -> chain.filter(exchange).contextWrite(act.write())));
  }

  private Mono<ActContext> admit(
      ServerWebExchange exchange, Caller.Person person, Optional<UUID> clinic) {
    return handlers
        .getHandler(exchange)
        .switchIfEmpty(Mono.error(NOTHING_HERE.asException()))
        .map(ClinicDoor::doorTo)
        .zipWith(membershipsIn(clinic, person))
        .flatMap(both -> decide(exchange, person, clinic.orElse(null), both.getT1(), both.getT2()));
  }

  private Mono<ActContext> decide(
      ServerWebExchange exchange,
      Caller.Person person,
      @Nullable UUID clinic,
      Door door,
      Map<ClinicRole, TenantDirectory.Membership> held) {
    if (clinic == null || held.isEmpty()) {
      return refuse(
          RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("none")),
          new RefusedAccess(clinic, RefusedAccess.NO_ROLE),
          Problem.CLINIC_NOT_FOUND.asException());
    }
    ForClinic access = door.access();
    List<ClinicRole> allowed = Arrays.asList(access.value());
    Optional<ClinicRole> role = allowed.stream().filter(held::containsKey).findFirst();
    ClinicRole acting = role.orElse(held.keySet().iterator().next());
    ActContext act =
        RequestOrigin.act(exchange, new TenantId(clinic), person.as(acting.code()))
            .within(Objects.requireNonNull(held.get(acting)).scope());
    if (held.values().stream()
        .allMatch(each -> person.named().contradicts(clinic, each.countedSince()))) {
      return refuse(
          act,
          new RefusedAccess(clinic, RefusedAccess.ORGANIZATION_DIFFERS),
          OTHER_ORGANIZATION.asException());
    }
    if (role.isEmpty()) {
      return refuse(
          act,
          new RefusedAccess(clinic, RefusedAccess.OTHER_ROLE),
          roleRequired(allowed).asException());
    }
    if (!door.afterDeletion() && Objects.requireNonNull(held.get(acting)).ended()) {
      return refuse(
          act, new RefusedAccess(clinic, RefusedAccess.ENDED), CLINIC_ENDED.asException());
    }
    if (access.freshSignIn() && person.authTime().isBefore(wallClock.now().minus(FRESH))) {
      return refuse(
          act,
          new RefusedAccess(clinic, RefusedAccess.OLD_SIGN_IN),
          new Challenge.SignInTooOldException());
    }
    return Mono.just(act);
  }

  private Mono<ActContext> refuse(ActContext act, RefusedAccess refusal, RuntimeException answer) {
    return transactions
        .inTransaction(act, transaction -> audit.append(transaction, refusal))
        .then(Mono.error(answer));
  }

  private Mono<Map<ClinicRole, TenantDirectory.Membership>> membershipsIn(
      Optional<UUID> clinic, Caller.Person person) {
    return clinic
        .map(id -> directory.membershipsOf(person.id(), new TenantId(id), clock.instant()))
        .orElse(Flux.empty())
        .collectList()
        .map(ClinicDoor::byRole);
  }

  /** The strongest role first. */
  private static Map<ClinicRole, TenantDirectory.Membership> byRole(
      List<TenantDirectory.Membership> held) {
    Map<ClinicRole, TenantDirectory.Membership> roles = new EnumMap<>(ClinicRole.class);
    for (TenantDirectory.Membership membership : held) {
      ClinicRole.of(membership.role()).ifPresent(role -> roles.put(role, membership));
    }
    return roles;
  }

  private static Mono<Caller.Person> person() {
    return ReactiveSecurityContextHolder.getContext()
        .mapNotNull(SecurityContext::getAuthentication)
        .mapNotNull(in -> in.getPrincipal() instanceof Caller.Person person ? person : null)
        .switchIfEmpty(Mono.error(Problem.FORBIDDEN.asException()));
  }

  /**
   * What a handler says about who may come in.
   *
   * @param access the roles
   * @param afterDeletion whether it stays open for a clinic that has ended
   */
  private record Door(ForClinic access, boolean afterDeletion) {}

  private static Door doorTo(Object handler) {
    if (handler instanceof HandlerMethod method) {
      @Nullable ForClinic access = method.getMethodAnnotation(ForClinic.class);
      if (access != null) {
        return new Door(access, method.getBeanType().isAnnotationPresent(AfterDeletion.class));
      }
    }
    throw new IllegalStateException("a handler below /clinics/{clinicId} without @ForClinic");
  }

  private static Optional<UUID> uuid(Map<String, String> variables) {
    try {
      return Optional.of(UUID.fromString(variables.getOrDefault("clinicId", "")));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  private static Problem roleRequired(List<ClinicRole> allowed) {
    return new Problem(
        "role-required",
        HttpStatus.FORBIDDEN,
        "Another role is required",
        "Ask a person of the clinic who has one of the roles named in roles.",
        Map.of("roles", allowed.stream().map(ClinicRole::code).toList()));
  }

  private static final Problem OTHER_ORGANIZATION =
      Problem.of(
          "organization-differs",
          HttpStatus.FORBIDDEN,
          "Signed in for another clinic",
          "Your sign-in names other clinics than this one. Sign out and in again; if that does not"
              + " help, tell the operator.");

  private static final Problem CLINIC_ENDED =
      Problem.of(
          "clinic-ended",
          HttpStatus.GONE,
          "The clinic's agreement has ended",
          "Its data are deleted or being deleted. What is left: GET"
              + " /clinics/{clinicId}/agreement/termination and the clinic's log.");

  private static final Problem NOTHING_HERE =
      Problem.of(
          "not-found",
          HttpStatus.NOT_FOUND,
          "Not found",
          "There is nothing here; see /openapi.yaml.");
}
