package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Writes entries to PostgreSQL, together with their place in the sequencer's queue. */
final class AuditEntryStore implements AuditLog {
  private final Clock clock;
  private final Supplier<UUID> ids;

  AuditEntryStore(Clock clock, Supplier<UUID> ids) {
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Mono<UUID> append(TenantTransaction transaction, AuditAct act) {
    UUID id = ids.get();
    Instant now = clock.instant();
    byte[] canonical = EntryText.of(id, now, transaction.act(), act);
    return transaction
        .sql()
        .sql(
            "with entry as (insert into audit.entry (clinic_id, entry_id, recorded_at, canonical)"
                + " values (:clinic, :id, :at, :canonical) returning clinic_id, entry_id)"
                + " insert into audit.pending (clinic_id, entry_id)"
                + " select clinic_id, entry_id from entry")
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("at", now)
        .bind("canonical", canonical)
        .fetch()
        .rowsUpdated()
        .thenReturn(id);
  }
}
