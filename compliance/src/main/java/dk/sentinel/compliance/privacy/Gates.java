package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.Basis;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The gates of the clinic that a transaction is bound to. Nobody opens a gate: it is open when what
 * it asks for is on record.
 */
public final class Gates {
  private final GateStore store = new GateStore();
  private final Clock clock;

  /** Asks what is open at the time of this clock. */
  public Gates(Clock clock) {
    this.clock = clock;
  }

  /** The gates that the room compliance answers for, in order: all but {@link Gate#DATA}. */
  public Mono<List<GateState>> states(TenantTransaction transaction, String project) {
    return store.states(transaction, project, clock.instant(), false);
  }

  /**
   * As {@link #states}, for reading what was stored: the agreement's gate is open also while a
   * terminated agreement's data wait for their deletion.
   */
  public Mono<List<GateState>> statesForReading(TenantTransaction transaction, String project) {
    return store.states(transaction, project, clock.instant(), true);
  }

  /**
   * When the gates were open for what one practice system sends to one project, read inside the
   * transaction that will store what the calendar admits. Nobody can close a gate between the
   * answer and the end of that transaction: who wants to waits for it.
   *
   * @param systemId the sending practice system
   * @param ydernumre for whom it sends, six digits each: the system must be confirmed for all
   */
  public Mono<GateCalendar> calendar(
      TenantTransaction transaction, String project, String systemId, Set<String> ydernumre) {
    return store
        .hold(transaction, systemId)
        .thenMany(
            Flux.defer(
                () -> store.turns(transaction, project, systemId, ydernumre, clock.instant())))
        .collectList()
        .map(GateCalendar::of);
  }

  /**
   * What allows working with a project's data now: the agreement in force, the consent that holds
   * and the enrolment, each left out when there is none. Read inside the act's transaction.
   */
  public Mono<Basis> basis(TenantTransaction transaction, Project project) {
    return store.basis(transaction, project, clock.instant());
  }
}
