package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The projects that the clinic a transaction is bound to takes part in. Joining and leaving are
 * events, each recorded in the same transaction.
 */
public final class Enrolments {
  private final PromiseEventStore store = new PromiseEventStore();
  private final AuditLog audit;

  /** Records in this log. */
  public Enrolments(AuditLog audit) {
    this.audit = audit;
  }

  /**
   * A project that the clinic takes part in.
   *
   * @param project its code
   * @param from since when, business time
   */
  public record Enrolment(String project, Instant from) {}

  /** The projects that the clinic takes part in now. */
  public Flux<Enrolment> current(TenantTransaction transaction) {
    return store.enrolments(transaction);
  }

  /** Joins the project; true when the clinic did not take part before. Two clicks join once. */
  public Mono<Boolean> enrol(TenantTransaction transaction, String project, Instant now) {
    return change(transaction, project, true, now);
  }

  /** Leaves the project; true when the clinic took part before. */
  public Mono<Boolean> withdraw(TenantTransaction transaction, String project, Instant now) {
    return change(transaction, project, false, now);
  }

  /** Records that the clinic wanted to join although a gate before it is closed. */
  public Mono<Void> refused(TenantTransaction transaction, String project, String gate) {
    return audit.append(transaction, new AgreementAct.EnrolmentRefused(project, gate)).then();
  }

  private Mono<Boolean> change(
      TenantTransaction transaction, String project, boolean join, Instant now) {
    return store
        .oneAtATime(transaction)
        .then(Mono.defer(() -> takesPart(transaction, project)))
        .flatMap(takesPart ->
            takesPart == join ? Mono.just(false) : changed(transaction, project, join, now));
  }

  private Mono<Boolean> takesPart(TenantTransaction transaction, String project) {
    return store.enrolments(transaction).any(enrolment -> enrolment.project().equals(project));
  }

  private Mono<Boolean> changed(
      TenantTransaction transaction, String project, boolean join, Instant now) {
    return store
        .enrolmentEvent(transaction, project, join ? "enrolled" : "withdrawn", now)
        .then(Mono.defer(() -> audit.append(transaction, new AgreementAct.Enrolled(join, project))))
        .thenReturn(true);
  }
}
