package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The audit log of the clinic a transaction is bound to.
 *
 * <p>The life of an entry:
 *
 * <ol>
 *   <li>A room does something and says so as an {@link AuditAct}; {@link #append} writes the
 *       canonical bytes and the entry's place in the queue inside the act's transaction. Either
 *       both commit or neither: the entry is <em>recorded</em>.
 *   <li>The {@link Sequencer}, one at a time under an advisory lock, takes what is queued, gives it
 *       the next position of its clinic, extends the clinic's Merkle tree, keeps full tiles and
 *       signs a checkpoint, all in one transaction: the entry is <em>sequenced</em>.
 *   <li>The shipper (package {@code audit.archive}) copies sequenced entries to OpenSearch in their
 *       order, create-only: the entry is <em>searchable</em>.
 * </ol>
 *
 * <p>PostgreSQL is the truth; OpenSearch can be lost and filled again.
 */
public interface AuditLog {
  /**
   * Writes the entry of an act inside the act's own transaction: durable if and only if the act is.
   * It is the last thing the transaction does, sent together with the commit; the transaction's own
   * statements do not see it. Its position in the clinic's log is given afterwards by the
   * sequencer. The canonical form is RFC 8785 JSON of at most 65,535 bytes.
   *
   * @return the entry's id
   */
  Mono<UUID> append(TenantTransaction transaction, AuditAct act);

  /**
   * Writes the entries of many acts of one transaction at once, in their order; none for none.
   *
   * @see #append
   */
  Mono<Void> appendAll(TenantTransaction transaction, List<? extends AuditAct> acts);

  /**
   * The log kept in PostgreSQL.
   *
   * @param clock gives the time an entry was recorded
   */
  static AuditLog inPostgres(Clock clock) {
    return new AuditEntryStore(clock, new EntryIds(clock));
  }
}
