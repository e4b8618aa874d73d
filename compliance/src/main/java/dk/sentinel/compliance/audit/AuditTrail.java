package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the log of the clinic a transaction is bound to, from PostgreSQL. Whoever shows entries to
 * somebody appends to the {@link AuditLog} first, in the same transaction or an earlier one.
 */
public final class AuditTrail {
  private final AuditTrailStore store = new AuditTrailStore();
  private final LogKey key;

  /**
   * A reader.
   *
   * @param key signs the checkpoint of a log that has no entry yet
   */
  public AuditTrail(LogKey key) {
    this.key = key;
  }

  /**
   * How far the clinic's log has come.
   *
   * @param sequenced the last entry that has a position; null when none has
   * @param searchable the last entry that the searchable copy has; null when it has none
   * @param searchableFrom the first entry that the searchable copy still keeps; null when it keeps
   *     all, from the log's beginning
   */
  public record Reach(
      @Nullable Mark sequenced, @Nullable Mark searchable, @Nullable Mark searchableFrom) {}

  /**
   * A place in the log.
   *
   * @param position of an entry
   * @param at when that entry was recorded
   */
  public record Mark(long position, Instant at) {}

  /** How far the log and its searchable copy reach now. */
  public Mono<Reach> reach(TenantTransaction transaction) {
    return store.reach(transaction);
  }

  /** The newest entries that have a position, newest first. */
  public Flux<SequencedEntry> newest(TenantTransaction transaction, int limit) {
    return store.newest(transaction, limit);
  }

  /** The newest signed checkpoint; of a log without entries one that says so. */
  public Mono<String> checkpoint(TenantTransaction transaction) {
    return store
        .checkpoint(transaction)
        .switchIfEmpty(
            Mono.fromSupplier(
                () -> key.checkpoint(transaction.tenant().value(), 0, Hashes.empty()).toString()));
  }
}
