package dk.sentinel.compliance.audit;

/**
 * An entry with its place in the clinic's log.
 *
 * @param position from 0, without a gap
 * @param entry what it says
 */
public record SequencedEntry(long position, AuditEntry entry) {}
