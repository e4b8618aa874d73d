package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The gates of the clinic that a transaction is bound to, to be shown. Nobody opens a gate: it is
 * open when what it asks for is on record. Whoever works with journal data asks the {@link
 * Instruction}.
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
}
