package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The audit log of the clinic a transaction is bound to. */
public interface AuditLog {
  /**
   * Writes the entry of an act inside the act's own transaction: durable if and only if the act is.
   * Its position in the clinic's log is given afterwards by the sequencer. The canonical form is
   * RFC 8785 JSON of at most 64 KiB.
   *
   * @return the entry's id
   */
  Mono<UUID> append(TenantTransaction transaction, AuditAct act);
}
