package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Writes entries to PostgreSQL, together with their place in the sequencer's queue. What is written
 * is not read back: who acts may not be allowed to read it.
 */
final class AuditEntryStore implements AuditLog {
  /** Few entries need no statement of their own; many are written faster by one. */
  private static final int MOST_AT_COMMIT = 8;

  private final Clock clock;
  private final Supplier<UUID> ids;

  AuditEntryStore(Clock clock, Supplier<UUID> ids) {
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Mono<UUID> append(TenantTransaction transaction, AuditAct act) {
    return Mono.fromSupplier(() -> appendAtCommit(transaction, act));
  }

  @Override
  public Mono<Void> appendAll(TenantTransaction transaction, List<? extends AuditAct> acts) {
    if (acts.size() <= MOST_AT_COMMIT) {
      return Mono.fromRunnable(() -> acts.forEach(act -> appendAtCommit(transaction, act)));
    }
    Instant now = now();
    UUID[] entryIds = new UUID[acts.size()];
    String[] canonical = new String[acts.size()];
    for (int i = 0; i < entryIds.length; i++) {
      entryIds[i] = ids.get();
      canonical[i] = EntryText.of(entryIds[i], now, transaction.act(), acts.get(i));
    }
    return transaction
        .sql()
        .sql(
            "with entry as (insert into audit.entry (clinic_id, entry_id, recorded_at, canonical)"
                + " select :clinic, u.id, :at, convert_to(u.canonical, 'UTF8')"
                + " from unnest(:ids::uuid[], :canonical::text[]) u (id, canonical))"
                + " insert into audit.pending (clinic_id, entry_id)"
                + " select :clinic, u.id from unnest(:ids::uuid[]) u (id)")
        .bind("clinic", transaction.tenant().value())
        .bind("at", now)
        .bind("ids", entryIds)
        .bind("canonical", canonical)
        .fetch()
        .rowsUpdated()
        .then();
  }

  private UUID appendAtCommit(TenantTransaction transaction, AuditAct act) {
    UUID id = ids.get();
    Instant now = now();
    transaction.callAtCommit(
        "audit.append",
        transaction.tenant().value(),
        id,
        now,
        EntryText.of(id, now, transaction.act(), act));
    return id;
  }

  /** To the millisecond, as the entry tells it: what is stored beside it must not say otherwise. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
