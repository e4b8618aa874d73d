package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.Basis;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The controller's instruction as it stands at the moment of an act (GDPR Article 28(3)(a), control
 * A.2 of the ISAE 3000 statement): the agreement in force, the practice consent, the enrolment, the
 * project's data specification and the permissions by sundhedsloven § 42 d. Whoever works with
 * journal data asks here first, inside the transaction of the act, and does nothing that is outside
 * of it. What was refused is recorded in the log by the one who refused it, and kept here for the
 * owner, both in the transaction that was asked.
 *
 * <p>Giving data back and deleting them are the controller's own order under the agreement's clause
 * on its end and are answered by {@code compliance.ending}.
 */
public final class Instruction {
  private final GateStore gates = new GateStore();
  private final PermissionStore permissions = new PermissionStore();
  private final DeviationStore deviations = new DeviationStore();
  private final AuditLog audit;
  private final Clock clock;

  /** The instruction at the time of this clock; refusals are recorded in this log. */
  public Instruction(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** Whether an act may be done. */
  public sealed interface Ruling {
    /**
     * It may.
     *
     * @param basis what allows it, for the act's own entry in the log
     * @param permission the permission it rests on; empty when it needs none
     */
    record Within(Basis basis, Optional<Permission> permission) implements Ruling {}

    /**
     * It may not.
     *
     * @param reason what is missing
     */
    record Outside(Deviation.Reason reason) implements Ruling {}
  }

  /**
   * When the gates were open for what one practice system sends to one project, read inside the
   * transaction that will store what the calendar admits. Nobody can close a gate between the
   * answer and the end of that transaction: who wants to waits for it.
   *
   * @param systemId the sending practice system
   * @param ydernumre for whom it sends, six digits each: the system must be confirmed for all
   */
  public Mono<GateCalendar> receiving(
      TenantTransaction transaction, Project project, String systemId, Set<String> ydernumre) {
    return gates
        .hold(transaction, systemId)
        .thenMany(
            Flux.defer(() ->
                gates.turns(transaction, project.code(), systemId, ydernumre, clock.instant())))
        .collectList()
        .map(GateCalendar::of);
  }

  /** What allows taking data in now: read inside the transaction that stores them. */
  public Mono<Basis> basis(TenantTransaction transaction, Project project) {
    return gates.basis(transaction, project, clock.instant());
  }

  /**
   * Whether the one who acts may read a project's figures now. They go down to one patient, so
   * reading them is a retrieval under sundhedsloven § 42 d: whom the management has not permitted
   * it may not. Until a terminated agreement's data are deleted the clinic reads them.
   *
   * @param management whether the one who acts is the clinic's management, which permits others and
   *     needs no permission; a permission that it has given itself is named all the same
   */
  public Mono<Ruling> reading(TenantTransaction transaction, Project project, boolean management) {
    Instant now = clock.instant();
    return gates
        .states(transaction, project.code(), now, true)
        .flatMap(states ->
            states.stream()
                .filter(state -> !state.isOpen())
                .findFirst()
                .<Mono<Ruling>>map(
                    closed -> Mono.just(new Ruling.Outside(Deviation.Reason.of(closed.gate()))))
                .orElseGet(() -> permitted(transaction, project, management, now)));
  }

  private Mono<Ruling> permitted(
      TenantTransaction transaction, Project project, boolean management, Instant now) {
    return permissions
        .holding(
            transaction,
            transaction.act().actor().id(),
            LocalDate.ofInstant(now, GateCalendar.DENMARK))
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .flatMap(held ->
            held.isEmpty() && !management
                ? Mono.just(new Ruling.Outside(Deviation.Reason.PERMISSION))
                : gates
                    .basis(transaction, project, now)
                    .map(basis ->
                        new Ruling.Within(
                            held.map(one -> basis.permittedBy(one.id().toString())).orElse(basis),
                            held)));
  }

  /**
   * Records that something was not done because the instruction does not allow it.
   *
   * @param refusal the act's own entry for the log
   */
  public Mono<Void> refuse(TenantTransaction transaction, AuditAct refusal, Deviation deviation) {
    return audit.append(transaction, refusal).then(note(transaction, List.of(deviation)));
  }

  /**
   * Keeps what was left out of an act whose own entries tell it in the log.
   *
   * @param left what was left out; nothing is kept when it is empty
   */
  public Mono<Void> note(TenantTransaction transaction, List<Deviation> left) {
    return left.isEmpty()
        ? Mono.empty()
        : Mono.defer(() -> deviations.keep(transaction, left, clock.instant()));
  }

  /**
   * What was refused since a moment, by day and reason, newest first.
   *
   * @param most how many groups at most
   */
  public Flux<Deviations> deviations(TenantTransaction transaction, Instant from, int most) {
    return deviations.since(transaction, from, most);
  }
}
