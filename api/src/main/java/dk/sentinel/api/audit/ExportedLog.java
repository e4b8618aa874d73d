package dk.sentinel.api.audit;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.AuditTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/**
 * A log that somebody takes along, as it stood when that was recorded.
 *
 * @param clinic whose log it is
 * @param head its size, and the checkpoint that commits to it
 * @param takenAt when
 * @param period the days asked for
 * @param language that people read the file in
 * @param names of the clinic's people by id
 * @param reached the entries that its taker may read, in their order, read when asked for
 */
record ExportedLog(
    ExportedClinic clinic,
    AuditTree.Head head,
    Instant takenAt,
    ExportPeriod period,
    TextLanguage language,
    Map<String, String> names,
    Flux<AuditTree.Placed> reached) {
  /** How many lines travel together. */
  private static final int LINES = 64;

  /**
   * The clinic whose log it is, as it is named on paper.
   *
   * @param id its id
   * @param name its name
   * @param cvr its company number
   */
  record ExportedClinic(UUID id, String name, String cvr) {}

  /**
   * An entry of the period.
   *
   * @param position its place in the log
   * @param canonical its bytes as hashed; nobody changes them
   * @param entry the same, read
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Placed(long position, byte[] canonical, AuditEntry entry) {}

  /** The bytes of each entry. */
  Flux<byte[]> canonical() {
    return reached.map(AuditTree.Placed::canonical);
  }

  /** The entries of the period in the order of their positions. */
  Flux<Placed> entries() {
    return reached
        .map(one -> new Placed(one.position(), one.canonical(), parsed(one.canonical())))
        .filter(placed -> period.contains(placed.entry().recordedAt()));
  }

  private static AuditEntry parsed(byte[] canonical) {
    return AuditEntry.parse(new String(canonical, StandardCharsets.UTF_8));
  }

  /** Texts as they travel: some together, so that a line is not a packet. */
  static Flux<DataBuffer> buffers(Flux<String> lines) {
    return lines
        .buffer(LINES)
        .map(some ->
            DefaultDataBufferFactory.sharedInstance.wrap(
                String.join("", some).getBytes(StandardCharsets.UTF_8)));
  }
}
