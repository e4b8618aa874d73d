package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A kind of data that goes when a clinic's agreement has ended. Each room says what it keeps. Runs
 * in a transaction of the eraser's role, which may delete from these tables and only for a clinic
 * whose deletion has begun.
 */
public interface Erasable {
  /** The kind's name in the log and on the certificate: lower case, hyphens. */
  String code();

  /**
   * Deletes some of it, or ends what stays as history.
   *
   * @param now business time
   * @param atMost how many rows one transaction may take
   * @return how many went; none when nothing is left
   */
  Mono<Gone> erase(TenantTransaction transaction, Instant now, int atMost);

  /**
   * What went.
   *
   * @param rows how many
   * @param keys ids of keys that were destroyed: 16 hex digits, the beginning of the SHA-256 of the
   *     wrapped key as it was kept
   */
  record Gone(long rows, List<String> keys) {
    /** Keeps its own copy. */
    public Gone {
      keys = List.copyOf(keys);
    }
  }
}
